# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Start the simulator: ``zimbra-simulator --admin-port 7071 ...``."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from zimbra_simulator import lmtp, mailbox, services
from zimbra_simulator.access.tokens import TokenKeeper
from zimbra_simulator.bootstrap import populate
from zimbra_simulator.certificate import Certificate
from zimbra_simulator.control import Control
from zimbra_simulator.directory.world import Options, World
from zimbra_simulator.dispatch import Dispatcher
from zimbra_simulator.log import set_up_log
from zimbra_simulator.persistence import NullStore, SqliteStore
from zimbra_simulator.server import Server


def options(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="zimbra-simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--admin-port", type=int, default=7071, help="admin SOAP; 0 = any free port")
    parser.add_argument("--port", type=int, default=8080, help="user SOAP (http) and control endpoint")
    parser.add_argument("--lmtp-port", type=int, default=7025, help="LMTP and SMTP")
    parser.add_argument(
        "--second",
        metavar="NAME",
        default="",
        help="a second mailbox server on free ports, for accounts of this zimbraMailHost",
    )
    parser.add_argument("--tls", action=argparse.BooleanOptionalAction, default=True, help="https on the admin port")
    parser.add_argument("--domain", default="example.test", help="the first domain")
    parser.add_argument("--admin-user", default="", help="the global administrator (admin@DOMAIN)")
    parser.add_argument("--admin-password", default="secret")
    parser.add_argument("--data", metavar="FILE", help="SQLite file to keep everything in")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="wait before each answer")
    parser.add_argument("--version", choices=("10.1", "9.0", "8.8.15"), default="10.1", help="the release to play")
    parser.add_argument("--collation", choices=("plain", "mariadb"), default="plain", help="how sibling names compare")
    parser.add_argument("--log", metavar="FILE", help="JSON lines; - for standard error")
    return parser.parse_args(argv)


@contextmanager
def listening(option: str, host: str, port: int) -> Iterator[None]:
    """End in one sentence where an address cannot be listened on."""
    try:
        yield
    except OSError as error:
        sys.exit(
            f"zimbra-simulator: {option} is {port}, but {host}:{port} cannot be listened on ({os.strerror(error.errno or 0)});"
            " choose another port, or 0 for any free one"
        )


def main(argv: list[str] | None = None) -> int:
    """Run until SIGTERM or SIGINT."""
    args = options(argv)
    set_up_log(args.log)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    store = SqliteStore(args.data) if args.data else NullStore()
    world = World(store, Options(args.version, args.domain, args.collation, args.host, args.second))
    admin = args.admin_user or f"admin@{args.domain}"
    populate(world, admin if "@" in admin else f"{admin}@{args.domain}", args.admin_password)
    keeper = TokenKeeper(world)
    world.commit()
    services.load_all()
    mailbox.install(world)

    control = Control(world, args.latency)
    dispatcher = Dispatcher(world, keeper)
    certificate = Certificate.make(args.host) if args.tls else None
    servers = []
    for kind, option, port in (("admin", "--admin-port", args.admin_port), ("user", "--port", args.port)):
        with listening(option, args.host, port):
            tls = certificate if kind == "admin" else None
            servers.append(Server((args.host, port), kind, dispatcher, control, tls))
    if args.second:
        servers.append(Server((args.host, 0), "admin", dispatcher, control, certificate, args.second))
        servers.append(Server((args.host, 0), "user", dispatcher, control, None, args.second))
    world.servers.admin_ports = {server.home: server.port for server in servers if server.kind == "admin"}
    with listening("--lmtp-port", args.host, args.lmtp_port):
        mail = lmtp.start(world, args.host, args.lmtp_port)
    world.lmtp_address = mail.address
    for server in servers:
        server.start()
    words = [f"READY admin={servers[0].url}/service/admin/soap", f"soap={servers[1].url}/service/soap"]
    words.append("lmtp={}:{}".format(*mail.address))
    words.append(f"control={servers[1].url}/control")
    if certificate:
        words.append(f"ca={certificate.path}")
    if args.second:
        words.append(f"second={args.second}")
        words.append(f"second-admin={servers[2].url}/service/admin/soap")
        words.append(f"second-soap={servers[3].url}/service/soap")
    print(" ".join(words), flush=True)
    stop.wait()
    mail.stop()
    for server in servers:
        server.stop()
    with world.lock:
        world.commit()
        store.close()
    if certificate:
        certificate.remove()
    logging.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
