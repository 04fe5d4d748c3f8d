# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter rules, incoming and outgoing (zimbra-soap-mail.md 8.3)."""

from __future__ import annotations

from zimbra_simulator.access.context import Call
from zimbra_simulator.mailbox import rules
from zimbra_simulator.mailbox.mailbox import Mailbox
from zimbra_simulator.services.mail_ids import MAIL, need_child
from zimbra_simulator.services.registry import handler
from zimbra_simulator.wire.element import Element, response_to
from zimbra_simulator.wire.faults import Fault, no_access, perm_denied


def _check_options(call: Call) -> None:
    """The right to change options: the caller's zimbraFeatureOptionsEnabled, and full access."""
    if not call.full_access(call.requested):
        raise no_access(call.requested.name)
    if call.caller.get("zimbraFeatureOptionsEnabled") == "FALSE":
        raise perm_denied("cannot modify options")


def _get(request: Element, call: Call, direction: str) -> Element:
    if not call.full_access(call.requested):
        raise perm_denied("can not access account")
    box: Mailbox = call.mailbox()
    answer = response_to(request)
    node = answer.add(rules.encode_rules(box.rules[direction]))
    node.unique = True
    return answer


def _modify(request: Element, call: Call, direction: str) -> Element:
    _check_options(call)
    found = rules.read_rules(need_child(request, "filterRules"))
    limit = int(call.requested.get("zimbraMailSieveScriptMaxSize") or 0)
    if limit and len(repr(found)) > limit:
        raise Fault("service.SIEVE_SCRIPT_MAX_SIZE_EXCEPTION", f"sieve script exceeds the limit of {limit} bytes")
    box: Mailbox = call.mailbox()
    rules.set_rules(box, direction, found)
    return response_to(request)


@handler(MAIL, "GetFilterRulesRequest")
def get_filter_rules(request: Element, call: Call) -> Element:
    """All rules for mail that comes in."""
    return _get(request, call, rules.INCOMING)


@handler(MAIL, "GetOutgoingFilterRulesRequest")
def get_outgoing_filter_rules(request: Element, call: Call) -> Element:
    """All rules for copies of sent mail."""
    return _get(request, call, rules.OUTGOING)


@handler(MAIL, "ModifyFilterRulesRequest")
def modify_filter_rules(request: Element, call: Call) -> Element:
    """Replace the whole list."""
    return _modify(request, call, rules.INCOMING)


@handler(MAIL, "ModifyOutgoingFilterRulesRequest")
def modify_outgoing_filter_rules(request: Element, call: Call) -> Element:
    """Replace the whole list."""
    return _modify(request, call, rules.OUTGOING)
