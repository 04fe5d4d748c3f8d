# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All that a run of the role with nothing to do has to know about a mailbox, in as few requests as the server allows.

One batch asks the directory, one the mailbox, and one each agent's mailbox, with the agent's own token: so it can also hold what the agent may
do in the shared folders.  What each module reads stands in the module's own file; what is not asked for here it asks for itself.
"""

from __future__ import annotations

import typing as t

from ...actor import User
from ...errors import Fault, TransportError
from ...session import Session
from ...soap import ACCOUNT
from ..common.directory import account_request, list_request
from ..common.tree import Tree, folder_request
from ..distribution_list.reading import PAGE
from ..effective_rights.info import rights_requests
from ..filter_rule import resource as filter_rule
from ..identity.reading import limit_request
from ..send_right.resource import rights_request
from .external_accounts import sources_request
from .extras import extra_requests

if t.TYPE_CHECKING:
    from lxml import etree

    from ...soap import Answer


def prefetch_directory_and_mailbox(
    session: Session,
    mailbox: str,
    asked: t.Sequence[str],
    agents: t.Sequence[str],
    searches: t.Sequence[etree._Element] = (),
) -> t.Tuple[t.Dict[str, User], t.List[t.Optional[Answer]]]:
    """Who is who, and the mailbox, side by side.

    asked: addresses of accounts and lists; a list that is there had better come last (list_batches); searches: of the directory, besides.
    Returns the agents who may be asked in their own names, by address, and the answers to the searches, which no module asks for.
    """
    users = {agent: session.user(agent) for agent in agents}
    named = [*searches]
    named += [r for key in asked for r in (account_request(key, ""), list_request(key, PAGE))]
    named += [limit_request(agent) for agent in agents]

    def directory() -> t.Tuple[t.Dict[str, User], t.List[t.Optional[Answer]]]:
        answers = session.admin.batch(named + [user.request() for user in users.values()])
        willing = {}
        for (agent, user), answer in zip(users.items(), answers[len(named) :]):
            if not isinstance(answer, Fault):
                user.take(answer)
                willing[agent] = user
        return willing, answers[: len(searches)]

    def inside() -> t.Tuple[t.Dict[str, User], t.List[t.Optional[Answer]]]:
        # of a mailbox that is not there nothing but faults, and none is kept
        batch = [folder_request(), rights_request(["sendAs"]), *filter_rule.requests("outgoing"), *extra_requests()]
        session.mailbox(mailbox).batch(batch)
        return {}, []

    return session.parallel(lambda part: part(), [directory, inside])[0]


def prefetch_agents(
    session: Session, users: t.Mapping[str, User], owner_id: str, tree: Tree, paths: t.Sequence[str]
) -> t.Dict[str, t.Optional[Answer]]:
    """What each agent has of folders and personas, and may do in the shared folders of these paths.

    Returns the external accounts of each, which no module asks for.
    """
    nodes = [tree.find(path) for path in paths]
    numbers = [str(node.id) for node in nodes if node is not None and node.kind == "folder"]

    def one(agent: str) -> t.Optional[Answer]:
        user, readings = users[agent], session.readings
        own = [folder_request(), ACCOUNT("GetIdentitiesRequest")]
        try:
            answers = session.as_user(user).ask([*own, *rights_requests(numbers, owner_id), sources_request()])
        except TransportError:
            # the module that needs it asks again and reports the error
            return None
        if readings is not None:
            # an administrator would get the same answer in the agent's mailbox
            readings.keep("", agent, own, answers[: len(own)])
            readings.keep(agent, owner_id, rights_requests(numbers), answers[len(own) : -1])
        return answers[-1]

    return dict(zip(sorted(users), session.parallel(one, sorted(users))))
