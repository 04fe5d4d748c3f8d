# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift report: complete and exact, harmless, and honest about what it could not see."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from lxml import html
from playground import browser
from playground.company import INVENTORY, Company
from playground.damage import DAMAGES, MAILBOX, MEIER, SCHULZE
from playground.environment import ROOT
from playground.handmade import grant, make_account, make_list
from playground.mailbox_at_work import Inventory
from playground.plays import PlayRun, play
from playground.server import DOMAIN

SALES = f"sales@{DOMAIN}"
HOSTILE = "<script>alert(1)</script> & {{ 6 * 7 }} \"'><img src=x onerror=alert(2)>"
# Requests that change something; the login and everything else that is asked only reads.
WRITING = re.compile(
    r"^(Create|Modify|Delete|Add|Remove|Grant|Revoke|Set|Send|Rename|FolderAction|MsgAction|ItemAction)"
)


@dataclass
class Report:
    """One run of drift.yml and the files it wrote."""

    run: PlayRun
    data: dict[str, Any]
    page: Path

    def mailbox(self, address: str) -> dict[str, Any]:
        return next(d for d in self.data["details"] if d["mailbox"] == address)

    def states(self, address: str) -> list[str]:
        return [step["state"] for step in self.mailbox(address)["steps"]]

    @property
    def texts(self) -> list[str]:
        return [drift["text"] for drift in self.data["drifts"]]


def drift(shop: Company, folder: Path, *options: str, inventory: Path = INVENTORY, **extra: Any) -> Report:
    run = play(shop.server, ROOT / "playbooks/drift.yml", inventory, *options, drift_report_dir=str(folder), **extra)
    assert (folder / "drift.json").is_file(), run.output
    data = json.loads((folder / "drift.json").read_text(encoding="utf-8"))
    named = (
        "mailboxes",
        "in_order",
        "drifted",
        "unknown",
        "unreachable",
        "drifts",
        "unknowns",
        "unreachables",
        "extra_access",
        "undescribed",
    )
    counts = {name: data[name] for name in named}
    assert run.stats["drift"] == counts
    return Report(run, data, folder / "drift.html")


def host(address: str, *agents: str, **more: Any) -> dict[str, Any]:
    return {"shared_mailbox_address": address, "shared_mailbox_agents": [{"address": a} for a in agents], **more}


def test_mailboxes_in_order_are_told_so_and_nothing_is_written(shop: Company, tmp_path: Path) -> None:
    before = shop.snapshot()
    report = drift(shop, tmp_path)
    assert report.run.status == 0 and report.run.changed == 0, report.run.output
    assert shop.snapshot() == before
    assert (report.data["mailboxes"], report.data["in_order"], report.data["drifts"]) == (2, 2, [])
    assert report.states(MAILBOX) == ["ok"] * 7
    access = report.mailbox(MAILBOX)["access"]
    assert access["folders"] == ["/Inbox", "/Sent", "/Inbox/Meier", "/Inbox/Müller", "/Inbox/Schulze"]
    assert {cell["text"] for person in access["people"] for cell in person["cells"]} == {"works here"}
    assert "all 2 mailboxes are in order" in report.page.read_text(encoding="utf-8")


def test_a_host_whose_variables_cannot_be_worked_out_is_not_known(
    shop: Company, inventory: Inventory, tmp_path: Path
) -> None:
    hosts = {
        "sound": host(SALES, MEIER, shared_mailbox_language="de"),
        "language": host(MAILBOX, MEIER, shared_mailbox_language="{{ nowhere }}"),
        "address": host("{{ nowhere }}@example.test", MEIER),
    }
    settings = {"shared_mailbox_max_removals": 9}
    report = drift(shop, tmp_path, inventory=inventory(hosts), drift_language="en", **settings)
    assert report.run.status == 0, report.run.output
    assert sorted(d["host"] for d in report.data["unknowns"]) == ["address", "language"]
    assert all("nowhere" in d["reason"] for d in report.data["unknowns"]), report.data["unknowns"]
    assert report.mailbox(SALES)["state"] != "unknown"


@pytest.mark.simulator("its requests are counted")
def test_one_login_reads_everything_and_no_request_writes(shop: Company, tmp_path: Path) -> None:
    requests.delete(shop.server.control_url + "/counts", timeout=30)
    report = drift(shop, tmp_path)
    asked = requests.get(shop.server.control_url + "/counts", timeout=30).json()["requests"]
    assert report.run.status == 0, report.run.output
    assert [n for n in asked if WRITING.match(n)] == []
    assert asked["AuthRequest"] == 1
    # for both mailboxes, which are in one domain
    assert asked["SearchDirectoryRequest"] == 1


def test_every_damage_is_told_with_its_step_and_left_as_it_is(shop: Company, tmp_path: Path) -> None:
    for damage in DAMAGES:
        damage.do(shop.admin)
    damaged = shop.snapshot()
    # Without --check, too: the playbook only ever looks.
    report = drift(shop, tmp_path, drift_fail=True)
    assert shop.snapshot() == damaged, "the check changed something"
    assert report.run.status == 2
    assert f"1 of 2 mailboxes differ and 0 could not be checked, or not wholly: {MAILBOX}" in report.run.output
    assert (report.data["in_order"], report.data["drifted"], report.data["unknown"]) == (1, 1, 0)
    asking = drift(shop, tmp_path, drift_fail="unless_drifted")
    assert asking.run.status == 0, asking.run.output
    told = [{"step": d["part"], "object": d["object"], "key": d["key"]} for d in report.data["drifts"]]
    for damage in DAMAGES:
        assert any(damage.seen_in(change) for change in told) == damage.is_drift, damage.words
    assert report.states(MAILBOX) == ["drift"] * 7
    assert report.states(SALES) == ["ok"] * 7
    member = next(d for d in report.data["drifts"] if d["part"] == "team_list" and d["key"] == "members")
    assert (member["step"], member["step_name"], member["is"], member["should"]) == (
        3,
        "the list of the agents",
        [],
        [SCHULZE],
    )
    assert member["text"] == f"Petra Schulze is missing from the list support-team@{DOMAIN}."
    assert f"Otto Wagner is on the list support-team@{DOMAIN} without being an agent." in report.texts
    people = {p["user"]: p for p in report.mailbox(MAILBOX)["access"]["people"]}
    assert [c["rights"] for c in people[MEIER]["cells"]] == ["r", "", "r", "r", ""]
    assert not people[f"wagner@{DOMAIN}"]["agent"]

    shown = html.fromstring(report.page.read_text(encoding="utf-8"))
    page = " ".join(shown.text_content().split())
    assert all(text in page for text in report.texts)
    row = shown.xpath("//table[.//caption//*[@id='overview-caption']]/tbody/tr")[0]
    assert [" ".join(c.text_content().split()) for c in row] == [MAILBOX] + ["✗ differs"] * 7

    assert shop.converge().status == 0
    assert drift(shop, tmp_path).data["in_order"] == 2


def test_what_cannot_be_checked_is_unknown_and_stops_nobody(shop: Company, tmp_path: Path, inventory: Any) -> None:
    hosts = inventory(
        {
            "list": host(f"support-team@{DOMAIN}", MEIER),
            "incomplete": {"shared_mailbox_address": f"incomplete@{DOMAIN}"},
            "nobody": host(f"nobody@{DOMAIN}", f"gone@{DOMAIN}"),
            "new": host(f"new@{DOMAIN}", MEIER),
            "sales": host(SALES, SCHULZE, f"wagner@{DOMAIN}"),
        }
    )
    report = drift(shop, tmp_path, "--check", inventory=hosts)
    assert report.run.status == 0, report.run.output
    assert {d["host"]: d["state"] for d in report.data["details"]} == {
        "list": "unknown",
        "incomplete": "unknown",
        "nobody": "unknown",
        "new": "drift",
        "sales": "ok",
    }
    assert (report.data["in_order"], report.data["drifted"], report.data["unknown"]) == (1, 1, 3)
    reasons = {u["host"]: u["reason"] for u in report.data["unknowns"]}
    assert "a shared mailbox needs an account of its own" in reasons["list"]
    assert "shared_mailbox_agents" in reasons["incomplete"]
    assert f"gone@{DOMAIN}" in reasons["nobody"]
    assert {d["mailbox"] for d in report.data["drifts"]} == {f"new@{DOMAIN}"}
    assert "The mailbox does not exist." in report.texts
    assert report.mailbox(f"new@{DOMAIN}")["reason"].endswith("since the mailbox does not exist yet.")


@pytest.mark.thorough
@pytest.mark.simulator("it fails when told to")
def test_a_mailbox_that_cannot_be_read_is_unknown_beside_a_good_one(shop: Company, tmp_path: Path) -> None:
    faults = shop.server.control_url + "/faults"
    rule = {
        "request": "GetFolder",
        "account": MAILBOX,
        "action": "fault",
        "code": "service.FAILURE",
        "text": "system failure: no disk",
        "count": 0,
    }
    sound = shop.snapshot()
    assert requests.post(faults, json=rule, timeout=30).status_code == 200
    try:
        report = drift(shop, tmp_path)
        failing = drift(shop, tmp_path, drift_fail=True)
        asking = drift(shop, tmp_path, drift_fail="unless_drifted")
    finally:
        requests.delete(faults, timeout=30)
    assert report.run.status == 0, report.run.output
    assert (report.data["in_order"], report.data["drifted"], report.data["unknown"]) == (1, 0, 1)
    assert report.data["drifts"] == []
    assert "no disk" in report.data["unknowns"][0]["reason"]
    assert report.states(MAILBOX) == ["unknown"] * 7
    assert "1 mailbox could not be checked" in " ".join(report.page.read_text(encoding="utf-8").split())
    assert failing.run.status == 2, "drift_fail must not take unknown for good"
    assert asking.run.status == 2, "nobody is to be asked for a repair of what is not known"
    assert "drift_fail is unless_drifted, and none of 2 mailboxes differs; 1 could not be checked" in asking.run.output
    assert shop.snapshot() == sound


def test_a_mistyped_drift_fail_is_refused(shop: Company, tmp_path: Path) -> None:
    run = play(shop.server, ROOT / "playbooks/drift.yml", INVENTORY, drift_report_dir=str(tmp_path), drift_fail="ture")
    assert run.status == 2 and "drift_fail is ture; give true, false or unless_drifted." in run.output


def test_a_language_that_the_report_does_not_speak_is_refused(shop: Company, tmp_path: Path) -> None:
    run = play(
        shop.server, ROOT / "playbooks/drift.yml", INVENTORY, drift_report_dir=str(tmp_path), drift_language="fr"
    )
    remedy = "give en or de, or leave it out for the language that most of the mailboxes have."
    assert run.status == 2 and f"drift_language is fr; {remedy}" in run.output
    assert "Log in to the mailbox" not in run.output and not list(tmp_path.iterdir())


@pytest.mark.thorough
def test_the_report_is_in_the_language_of_the_mailboxes(shop: Company, tmp_path: Path, inventory: Any) -> None:
    hosts = inventory(
        {
            "sales": host(SALES, SCHULZE, f"wagner@{DOMAIN}", shared_mailbox_language="de"),
            "new": host(f"new@{DOMAIN}", MEIER, shared_mailbox_language="de"),
            "incomplete": {"shared_mailbox_address": f"incomplete@{DOMAIN}"},
        }
    )
    report = drift(shop, tmp_path, inventory=hosts)
    assert report.data["language"] == "de" and "Das Postfach gibt es nicht." in report.texts
    assert f"new@{DOMAIN}: Das Postfach gibt es nicht." in report.run.output
    assert "3 geprüft: " in report.run.output
    shown = html.fromstring(report.page.read_text(encoding="utf-8"))
    assert shown.get("lang") == "de" and "Gemeinsame Postfächer" in shown.xpath("//title")[0].text
    english = drift(shop, tmp_path, inventory=hosts, drift_language="en")
    assert english.data["language"] == "en" and "The mailbox does not exist." in english.texts
    assert {d["mailbox"]: d["state"] for d in english.data["details"]} == {
        d["mailbox"]: d["state"] for d in report.data["details"]
    }


@pytest.mark.thorough
def test_an_unreachable_server_makes_everything_unknown(shop: Company, tmp_path: Path) -> None:
    report = drift(shop, tmp_path, zimbra_url="http://127.0.0.1:9/service/admin/soap", zimbra_retries=0)
    assert report.run.status == 0, report.run.output
    assert (report.data["mailboxes"], report.data["unknown"], report.data["drifts"]) == (2, 2, [])
    assert all("127.0.0.1" in u["reason"] for u in report.data["unknowns"])
    assert shop.server.admin_password not in report.run.output + report.page.read_text(encoding="utf-8")


@pytest.mark.thorough
def test_the_report_can_be_limited_and_needs_no_files(shop: Company) -> None:
    run = play(shop.server, ROOT / "playbooks/drift.yml", INVENTORY, "--limit", "sales", drift_report_dir="")
    assert run.status == 0 and run.stats["drift"]["mailboxes"] == 1, run.output
    assert "Write drift.json" in run.output and "changed: [sales]" not in run.output


@pytest.mark.thorough
def test_a_folder_that_was_asked_for_must_be_writable(shop: Company, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    run = play(
        shop.server, ROOT / "playbooks/drift.yml", INVENTORY, drift_report_dir=str(tmp_path / "file" / "reports")
    )
    assert run.status == 2 and "could not be written into drift_report_dir" in run.output
    assert run.stats["drift"]["in_order"] == 2


@pytest.fixture(scope="module")
def hostile_report(shop: Company, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report with names and folders that somebody chose to do harm; two of three agents of support are not named any more."""
    ident = shop.admin.account_id(SCHULZE)
    shop.admin.ask("admin", "ModifyAccount", id=ident, a=[{"n": "displayName", "_content": HOSTILE}])
    folder = tmp_path_factory.mktemp("hostile")
    hosts = {"support": host(MAILBOX, MEIER), "sales": host(SALES, SCHULZE)}
    hosts["sales"]["shared_mailbox_agents"][0]["folder"] = "<b>Schulze & Co"
    path = folder / "hosts.json"
    path.write_text(json.dumps({"all": {"children": {"shared_mailboxes": {"hosts": hosts}}}}), encoding="utf-8")
    try:
        return drift(shop, folder, inventory=path)
    finally:
        shop.admin.ask("admin", "ModifyAccount", id=ident, a=[{"n": "displayName", "_content": "Petra Schulze"}])


def test_names_from_the_server_stay_text(hostile_report: Report) -> None:
    page = hostile_report.page.read_text(encoding="utf-8")
    shown = html.fromstring(page)
    assert HOSTILE in shown.text_content(), "the name must be shown as it is"
    assert "<b>Schulze & Co" in shown.text_content()
    assert "<script>alert" not in page and "<b>" not in page and not shown.xpath("//img|//b")
    assert len(shown.xpath("//script")) == 1
    assert not shown.xpath("//*[@*[starts-with(name(), 'on')]]")
    policy = shown.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_the_page_needs_nothing_else_and_is_accessible(hostile_report: Report) -> None:
    shown = html.fromstring(hostile_report.page.read_text(encoding="utf-8"))
    assert not shown.xpath("//link | //*[@src] | //*[@href and not(starts-with(@href, '#'))]")
    assert "url(" not in "".join(shown.xpath("//style/text()"))
    assert (
        shown.xpath("/html/@lang")
        and len(shown.xpath("//main")) == 1
        and shown.xpath("//header")
        and shown.xpath("//footer")
    )
    assert len(shown.xpath("//h1")) == 1
    for table in shown.xpath("//table"):
        assert table.xpath("./caption") and not table.xpath(".//th[not(@scope)]")
    targets = [a.lstrip("#") for a in shown.xpath("//a/@href")] + " ".join(
        shown.xpath("//@aria-labelledby | //@aria-controls")
    ).split()
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids)) and set(targets) <= set(ids)
    assert all(
        shown.xpath(f"//label[@for='{i.get('id')}'] | //label[.//input[@id='{i.get('id')}']]")
        for i in shown.xpath("//input")
    )


needs_browser = pytest.mark.skipif(browser.chromium() is None, reason="no chromium is installed")


def opened_with(report: Report, folder: Path, script: str) -> Path:
    """The page with a script of the test in it, which its own policy would forbid."""
    page = report.page.read_text(encoding="utf-8")
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert free != page
    path = folder / "instrumented.html"
    path.write_text(free.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    return path


@needs_browser
def test_a_browser_runs_the_page_and_nothing_hostile(hostile_report: Report) -> None:
    dom = html.fromstring(browser.document(hostile_report.page))
    assert dom.xpath("//*[@id='filter'][not(@hidden)]"), "the page's own script must run under its policy"
    assert dom.xpath("//*[@id='shown']")[0].text_content() == "2 of 2 mailboxes shown"
    assert len(dom.xpath("//article")) == 2 and len(dom.xpath("//script")) == 1


@needs_browser
@pytest.mark.parametrize("width", [400, 1400])
def test_the_page_never_scrolls_sideways(hostile_report: Report, tmp_path: Path, width: int) -> None:
    # A window cannot be made as narrow as a telephone, a frame in it can.
    tell = "parent.postMessage([document.documentElement.scrollWidth, document.documentElement.clientWidth, innerWidth].join(' '), '*')"
    inner = opened_with(hostile_report, tmp_path, f"addEventListener('load', function () {{ {tell}; }});")
    outer = tmp_path / "frame.html"
    outer.write_text(
        "<!DOCTYPE html><script>addEventListener('message', function (e) { document.documentElement.dataset.sizes = e.data; });</script>"
        f'<iframe src="{inner.name}" style="width: {width}px; height: 1200px; border: 0"></iframe>',
        encoding="utf-8",
    )
    dom = html.fromstring(browser.run(outer, "--dump-dom", "--virtual-time-budget=5000", width=1600))
    needed, there, window = map(int, dom.xpath("/html/@data-sizes")[0].split())
    assert window == width and needed <= there
    picture = tmp_path / f"drift-{width}.png"
    browser.screenshot(hostile_report.page, picture, width)
    assert picture.read_bytes()[16:24] == width.to_bytes(4, "big") + (1400).to_bytes(4, "big")


@needs_browser
def test_the_filter_shows_what_fits(hostile_report: Report, tmp_path: Path) -> None:
    type_it = "var w = document.getElementById('words'); w.value = 'SALES co'; w.dispatchEvent(new Event('input'));"
    dom = html.fromstring(browser.document(opened_with(hostile_report, tmp_path, type_it)))
    assert [h.text_content().split()[0] for h in dom.xpath("//article[not(@hidden)]/h3")] == [SALES]
    assert len(dom.xpath("//tbody/tr[@data-mailbox][not(@hidden)]")) == 1
    assert dom.xpath("//*[@id='shown']")[0].text_content() == "1 of 2 mailboxes shown"


def test_shared_mailboxes_that_no_host_describes_are_named(shop: Company, tmp_path: Path) -> None:
    stray = f"stray@{DOMAIN}"
    make_account(shop.admin, stray, "Stray")
    grant(shop.admin, stray, "2", make_list(shop.admin, f"strays@{DOMAIN}", "Strays", [MEIER]), "grp", "rwidx")
    # the other mailbox is described, though the limit leaves it out
    report = drift(shop, tmp_path, "--limit", "support")
    assert stray in report.data["undescribed"] and SALES not in report.data["undescribed"]
    assert report.data["mailboxes"] == 1
    (section,) = html.fromstring(report.page.read_text(encoding="utf-8")).xpath("//section[@id='undescribed']")
    assert stray in section.text_content()
    assert f"{stray} is shared with a list too, but no host describes it" in report.run.output
