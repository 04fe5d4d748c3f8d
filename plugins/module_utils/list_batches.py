# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which requests about distribution lists may share a BatchRequest, and which of its answers count.

The server keeps the list that a batch found last.  A later request of the same batch whose list does not exist is then carried
out on that one: it is answered with a list nobody asked for, or it changes or deletes that list (zimbra-soap-admin.md 1.9).
soap.Client sends every batch through here, so that no resource has to think of it.
"""

from __future__ import annotations

import typing as t

from .errors import Fault

if t.TYPE_CHECKING:
    from lxml import etree

    Answer = t.Union[etree._Element, Fault, None]

_ADMIN = "{urn:zimbraAdmin}"
_READ = _ADMIN + "GetDistributionListRequest"
# RenameDistributionList keeps nothing, but a reading after it may show the kept list under its old name.
_WRITES = {
    f"{_ADMIN}{verb}Request"
    for verb in (
        "ModifyDistributionList",
        "RenameDistributionList",
        "AddDistributionListMember",
        "RemoveDistributionListMember",
        "AddDistributionListAlias",
        "RemoveDistributionListAlias",
    )
}
# A deleted list is kept, too, and would go on answering.
_DELETE = _ADMIN + "DeleteDistributionListRequest"
_ABSENT = "account.NO_SUCH_DISTRIBUTION_LIST"


def batchable(requests: t.Sequence[etree._Element], stop: bool) -> int:
    """How many of the requests, from the first on, may go into one BatchRequest.

    Writings share it with writings of the same list alone, a deletion with no other request about a list.  Readings share it
    with each other; with ``stop`` not even those, since what comes after a wrong answer would be carried out.
    """
    mine: t.Optional[t.Tuple[str, str]] = None
    for number, request in enumerate(requests):
        if request.tag not in _WRITES and request.tag not in (_READ, _DELETE):
            continue
        if request.tag == _READ:
            own = ("read", _asked(request)[1] if stop else "")
        else:
            own = ("write", request.findtext(_ADMIN + "id") or "")
        if mine is not None and (own != mine or request.tag == _DELETE):
            return number
        mine = ("delete", "") if request.tag == _DELETE else own
    return len(requests)


def discard_misattributed(requests: t.Sequence[etree._Element], answers: t.List[Answer]) -> t.List[int]:
    """Put the fault that the server gives alone in the place of answers about another list than was asked for.

    Returns the readings of one BatchRequest of which that cannot be told: they have to be asked again, and the first of them is
    then certain.  A fault stays one: that a list is absent is never said while another is kept.
    """
    kept = False
    doubtful = []
    for number, (request, answer) in enumerate(zip(requests, answers)):
        if request.tag != _READ:
            continue
        if isinstance(answer, Fault):
            kept = kept or answer.code != _ABSENT
            continue
        if kept and answer is not None:
            by, key = _asked(request)
            about = _is_about(answer, by, key)
            if about is None:
                doubtful.append(number)
            elif not about:
                answers[number] = Fault(_ABSENT, f"no such distribution list: {key}")
        kept = True
    return doubtful


def _asked(request: etree._Element) -> t.Tuple[str, str]:
    """by and key of <dl by="...">."""
    asked = request.find(_ADMIN + "dl")
    return ("", "") if asked is None else (asked.get("by", ""), asked.text or "")


def _is_about(answer: etree._Element, by: str, key: str) -> t.Optional[bool]:
    """Whether an answer is about the list that was asked for; None where it does not tell.

    A list is found by zimbraId, or by zimbraMailAlias, which holds its own name, too (zimbra-soap-admin.md 4.2).  An address in
    an alias domain is looked for under the same local part, and not to be seen in the answer.
    """
    dlist = answer.find("{*}dl")
    if dlist is None:
        return None
    if by == "id":
        return dlist.get("id", "").lower() == key.lower()
    aliases = {(a.text or "").lower() for a in dlist.iterfind("{*}a") if a.get("n") == "zimbraMailAlias"}
    names = aliases | {dlist.get("name", "").lower()}
    if key.lower() in names:
        return True
    local = key.lower().rpartition("@")[0]
    return None if not aliases or local in {name.rpartition("@")[0] for name in names} else False
