# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import (
    UNREACHABLE,
    Change,
    Plan,
    Reconciler,
    Resource,
    report,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import (
    Fault,
    InputError,
    TransportError,
    ZimbraError,
)
from ansible_collections.teammail.zimbra.plugins.module_utils.session import Session
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, lost


class Server:
    """Colours of boxes, kept by mailbox; a mailbox may have accidents, each of which happens once."""

    def __init__(self, **mailboxes):
        self.mailboxes = mailboxes
        self.accidents = {}
        self.written = []
        self.deaf = set()
        self.lock = threading.Lock()

    def accident(self, mailbox, when):
        """The accident planned for a moment ("before" or "after" the writing, or at "read") in a mailbox."""
        with self.lock:
            planned = self.accidents.get((mailbox, when), [])
            return planned.pop(0) if planned else None


def refuse(error):
    raise error


class Boxes(Resource):
    """The smallest resource that has everything: {box: colour} in several mailboxes."""

    RETURNS = "boxes"

    def __init__(self, server, desired, secret=(), retries=0, refuse="nothing", unreachable="fail", script=None):
        session = Session(script or Script(retries=retries), token="t")
        super().__init__(session, {"unreachable": unreachable}, False)
        self.OPTIONS = UNREACHABLE
        self.server, self.colours, self.secret, self.refuse = server, desired, secret, refuse

    def desired(self):
        return self.colours

    def mailbox(self, desired):
        return desired[0]

    def read(self, mailbox, desired):
        error = self.server.accident(mailbox, "read")
        if error:
            raise error
        return [self.server.mailboxes[mailbox].get(box) for _mailbox, box, _colour in desired]

    def plan(self, state, desired):
        mailbox, box, colour = desired
        if colour == self.refuse:
            raise ZimbraError(f"{box} may not be {colour}")
        before = None if state is None else {"colour": state, "_hidden": 1}
        after = None if colour is None else {"colour": colour, "_hidden": 2}
        steps = [("paint", box, colour)] if state != colour or self.secret else []
        return Plan(f"{mailbox}/{box}", before, after, steps, mailbox, secret=self.secret)

    def apply(self, mailbox, plans):
        for plan in plans:
            for when in ("before", "after"):
                error = self.server.accident(mailbox, when)
                if error:
                    raise error
                if when == "before" and mailbox not in self.server.deaf:
                    self.server.written.append(plan.steps[0])
                    self.server.mailboxes[mailbox][plan.steps[0][1]] = plan.steps[0][2]


def run(resource, check_mode=False):
    outcome = Reconciler(resource).run(check_mode)
    return outcome, report(resource, outcome, outcome.error is not None, True)


def test_check_mode_writes_nothing_and_predicts_what_the_run_does():
    server = Server(a={"x": "red"}, b={})
    desired = [("a", "x", "blue"), ("b", "y", "green")]
    _outcome, predicted = run(Boxes(server, desired), check_mode=True)
    assert server.written == []
    assert server.mailboxes == {"a": {"x": "red"}, "b": {}}
    _outcome, done = run(Boxes(server, desired))
    assert done == predicted
    assert done["changes"] == [
        {"object": "a/x", "key": "colour", "before": "red", "after": "blue"},
        {"object": "b/y", "key": "state", "before": "absent", "after": "present"},
    ]
    assert done["boxes"] == [{"colour": "blue"}, {"colour": "green"}]
    assert done["unreachable_accounts"] == []
    assert [d["after"] for d in done["diff"]] == [{"colour": "blue"}, {"colour": "green"}]
    outcome, again = run(Boxes(server, desired))
    assert (again["changed"], again["changes"], again["diff"], outcome.notes) == (False, [], [], [])


def test_a_removed_object_leaves_no_result():
    server = Server(a={"x": "red"})
    _outcome, result = run(Boxes(server, [("a", "x", None)]))
    assert result["boxes"] == []
    assert result["changes"] == [{"object": "a/x", "key": "state", "before": "present", "after": "absent"}]
    assert result["diff"] == [{"before_header": "a/x", "after_header": "a/x", "before": {"colour": "red"}, "after": {}}]


def test_a_refusal_comes_before_any_write_and_every_refusal_is_told():
    server = Server(a={}, b={})
    with pytest.raises(ZimbraError, match=r"^2 failures: y may not be black; z may not be black$"):
        run(Boxes(server, [("a", "x", "red"), ("b", "y", "black"), ("a", "z", "black")], refuse="black"))
    assert server.written == []


def test_a_mailbox_that_cannot_be_read_keeps_all_others_from_being_written():
    server = Server(a={}, b={})
    server.accidents[("b", "read")] = [Fault("account.ACCOUNT_INACTIVE", "b")]
    with pytest.raises(Fault, match="ACCOUNT_INACTIVE"):
        run(Boxes(server, [("a", "x", "red"), ("b", "y", "red")]))
    assert server.written == []


def test_after_a_lost_answer_the_server_is_asked_before_anything_is_done_again():
    server = Server(a={})
    server.accidents[("a", "after")] = [lost()]
    outcome, result = run(Boxes(server, [("a", "x", "red"), ("a", "y", "blue")], retries=1))
    assert outcome.error is None
    # x was written although the answer was lost, so only y was left to do
    assert server.written == [("paint", "x", "red"), ("paint", "y", "blue")]
    assert result["changed"] and len(result["changes"]) == 2


def test_a_request_that_never_left_is_not_tried_by_the_engine():
    server = Server(a={"x": "red"})
    server.accidents[("a", "before")] = [lost(uncertain=False)]
    outcome, result = run(Boxes(server, [("a", "x", "blue")], retries=3))
    assert str(outcome.error).endswith("how far the changes came is not known, run again to find out")
    assert (result["changed"], result["changes"], result["boxes"]) == (False, [], [{"colour": "red"}])


def test_answers_that_stay_lost_end_the_run():
    server = Server(a={})
    server.deaf.add("a")
    server.accidents[("a", "after")] = [lost(), lost(), lost()]
    outcome, result = run(Boxes(server, [("a", "x", "red")], retries=2))
    assert isinstance(outcome.error, ZimbraError)
    assert not result["changed"]
    assert server.accidents[("a", "after")] == []


@pytest.mark.parametrize("error", [Fault("service.PERM_DENIED", "no"), TransportError("gone", False)])
def test_one_mailbox_that_fails_does_not_hide_what_happened_to_the_others(error):
    server = Server(a={}, b={"y": "red"}, c={})
    server.accidents[("b", "before")] = [error]
    outcome, result = run(Boxes(server, [("a", "x", "red"), ("b", "y", "blue"), ("c", "z", "red")]))
    assert outcome.error is error
    assert result["changed"]
    assert [c["object"] for c in result["changes"]] == ["a/x", "c/z"]
    assert result["boxes"] == [{"colour": "red"}, {"colour": "red"}, {"colour": "red"}]


def test_several_failing_mailboxes_are_all_told():
    server = Server(a={}, b={})
    server.accidents = {("a", "before"): [Fault("x.A", "one")], ("b", "before"): [Fault("x.B", "two")]}
    outcome, _result = run(Boxes(server, [("a", "x", "red"), ("b", "y", "red")]))
    assert str(outcome.error) == "2 failures: x.A: one; x.B: two"


def test_the_same_failure_everywhere_is_told_once():
    server = Server(a={}, b={})
    server.accidents = {(mailbox, "before"): [Fault("x.A", "one")] for mailbox in "ab"}
    outcome, _result = run(Boxes(server, [("a", "x", "red"), ("b", "y", "red")]))
    assert str(outcome.error) == "x.A: one"


def test_a_mailbox_that_fails_and_cannot_be_read_again_claims_nothing():
    server = Server(a={}, b={"y": "red"})
    server.accidents = {("b", "before"): [Fault("x.B", "two")]}
    resource = Boxes(server, [("a", "x", "red"), ("b", "y", "blue")])
    converger = Reconciler(resource)
    reads = resource.read
    resource.read = lambda mailbox, desired: (
        reads(mailbox, desired) if not server.written or mailbox == "a" else refuse(Fault("x.C", "three"))
    )
    outcome = converger.run(False)
    result = report(resource, outcome, True, False)
    assert str(outcome.error) == "x.B: two; how far the changes came is not known, run again to find out"
    assert [c["object"] for c in result["changes"]] == ["a/x"]


def test_what_was_written_but_cannot_be_read_again_is_an_error_that_says_so():
    server = Server(a={"x": "red"})
    resource = Boxes(server, [("a", "x", "blue")])
    reads = resource.read
    resource.read = lambda mailbox, desired: (
        reads(mailbox, desired) if not server.written else refuse(Fault("x.C", "three"))
    )
    outcome = Reconciler(resource).run(False)
    assert str(outcome.error) == "everything was changed as planned, but could not be read again: x.C: three"
    assert report(resource, outcome, True, False)["changes"] == [
        {"object": "a/x", "key": "colour", "before": "red", "after": "blue"}
    ]


def test_a_change_that_the_server_does_not_show_is_noted():
    server = Server(a={"x": "red"})
    server.deaf.add("a")
    outcome, result = run(Boxes(server, [("a", "x", "blue")]))
    assert outcome.notes == ["a/x: the server took the change of colour but does not show it yet"]
    assert result["boxes"] == [{"colour": "red"}]


def test_a_secret_is_named_and_never_shown():
    server = Server(a={"x": "red"})
    outcome, result = run(Boxes(server, [("a", "x", "red")], secret=["password"]))
    assert result["changes"] == [
        {"object": "a/x", "key": "password", "before": "(not shown)", "after": "(not shown, changed)"}
    ]
    assert outcome.notes == []


def test_a_secret_is_not_claimed_where_nothing_is_known_to_have_changed():
    server = Server(a={"x": "red"})
    server.accidents[("a", "before")] = [lost(uncertain=False)]
    _outcome, result = run(Boxes(server, [("a", "x", "red")], secret=["password"]))
    assert (result["changed"], result["changes"]) == (False, [])


def test_a_refusal_of_bad_input_passes_through():
    server = Server(a={})
    server.accidents[("a", "read")] = [InputError("x is bad")]
    with pytest.raises(InputError, match=r"^x is bad$"):
        run(Boxes(server, [("a", "x", "red")]))


def test_only_changed_keys_are_told_in_the_order_of_their_names():
    plan = Plan("o", {"b": 1, "a": 1, "c": 1, "_x": 1}, {"b": 2, "a": 2, "c": 1, "_x": 2}, [("w",)])
    assert plan.changes() == [Change("o", "a", 1, 2), Change("o", "b", 1, 2)]
    assert plan.diff() == {
        "before_header": "o",
        "after_header": "o",
        "before": {"a": 1, "b": 1},
        "after": {"a": 2, "b": 2},
    }


def test_without_work_there_is_no_change():
    assert Plan("o", {"a": 1}, {"a": 2}).changes() == []
    assert Plan("o", None, None, [("w",)]).changes() == []


def test_a_diff_of_a_new_object_leaves_out_what_every_object_has():
    state = {"account": "a@b.c", "color": 0, "inherits": True, "messages": 0, "name": "/Support", "owner": "s@b.c"}
    state.update({"folder_id": 2, "path": "/Inbox", "broken": False, "retention": {"keep": [], "purge": []}, "_ids": 1})
    assert Plan("o", None, state, [("w",)]).diff()["after"] == {
        "name": "/Support",
        "owner": "s@b.c",
        "path": "/Inbox",
    }


def test_a_diff_of_a_new_object_keeps_what_is_switched_off():
    assert Plan("o", None, {"receives_mail": False, "dynamic": False}, [("w",)]).diff()["after"] == {
        "receives_mail": False
    }


def test_grants_and_folders_of_others_take_a_line_in_a_diff():
    grant = {"grantee": "l@b.c", "type": "group", "rights": "rwidx", "role": "manager", "expires": None}
    guest = {"grantee": "g@x.y", "type": "guest", "rights": "", "expires": "2030-01-01T00:00:00Z", "invalid": True}
    diff = Plan("o", {"grants": [], "n": 1}, {"grants": [grant, guest], "n": 1}, [("w",)]).diff()
    assert (diff["before"], diff["after"]) == (
        {"grants": []},
        {"grants": ["l@b.c (group) rwidx", "g@x.y (guest) no rights, until 2030-01-01T00:00:00Z, invalid"]},
    )
    folders = [{"owner": "s@b.c", "path": "/Inbox"}, {"owner": None, "path": "/Own"}]
    assert Plan("o", None, {"when_in_folders": folders}, [("w",)]).diff()["after"] == {
        "when_in_folders": ["s@b.c:/Inbox", "/Own"]
    }


def test_what_becomes_of_the_mail_of_a_folder_that_vanishes_is_told():
    plan = Plan("o", {"path": "/A", "messages": 3}, None, [("w",)], instead={"messages": "moved to /Inbox"})
    assert plan.changes() == [
        Change("o", "state", "present", "absent"),
        Change("o", "messages", 3, "moved to /Inbox"),
    ]
    assert plan.diff()["after"] == {"messages": "moved to /Inbox"}


INACTIVE = Fault("account.ACCOUNT_INACTIVE", "account is not active:b", about="b")


@pytest.mark.parametrize("check_mode", [True, False])
def test_a_mailbox_in_maintenance_is_left_out_and_told_where_that_is_asked_for(check_mode):
    server = Server(a={}, b={}, c={})
    server.accidents = {("b", "read"): [INACTIVE]}
    desired = [(box, "x", "blue") for box in "abc"]
    outcome, result = run(Boxes(server, desired, unreachable="report"), check_mode=check_mode)
    assert outcome.error is None and [c["object"] for c in result["changes"]] == ["a/x", "c/x"]
    assert [(u["account"], u["reason"][:30]) for u in result["unreachable_accounts"]] == [
        ("b", "account.ACCOUNT_INACTIVE: acco")
    ]
    assert server.mailboxes == (
        {"a": {}, "b": {}, "c": {}} if check_mode else {"a": {"x": "blue"}, "b": {}, "c": {"x": "blue"}}
    )


def test_without_being_asked_for_nothing_is_done_while_a_mailbox_cannot_be_reached():
    server = Server(a={}, b={})
    server.accidents = {("b", "read"): [INACTIVE]}
    with pytest.raises(Fault, match="ACCOUNT_INACTIVE"):
        run(Boxes(server, [("a", "x", "blue"), ("b", "x", "blue")]))
    assert server.mailboxes == {"a": {}, "b": {}}


def test_any_other_fault_is_no_reason_to_leave_a_mailbox_out():
    server = Server(a={}, b={}, c={})
    server.accidents = {("b", "read"): [Fault("mail.NO_SUCH_FOLDER", "x")], ("c", "read"): [INACTIVE]}
    with pytest.raises(Fault, match="NO_SUCH_FOLDER"):
        run(Boxes(server, [(box, "x", "blue") for box in "abc"], unreachable="report"))
    assert server.written == []


NO_OP = Exchange('<NoOpRequest xmlns="urn:zimbraAdmin"/>', '<NoOpResponse xmlns="urn:zimbraAdmin"/>', token="t")


def test_a_mailbox_that_does_not_answer_is_left_out_while_the_server_that_is_asked_answers():
    server = Server(a={}, b={})
    server.accidents = {("b", "read"): [lost()]}
    script = Script(NO_OP)
    _outcome, result = run(Boxes(server, [("a", "x", "blue"), ("b", "x", "blue")], unreachable="report", script=script))
    script.finished()
    assert [u["account"] for u in result["unreachable_accounts"]] == ["b"] and server.mailboxes["a"] == {"x": "blue"}
    server.accidents = {("b", "read"): [lost()]}
    with pytest.raises(TransportError):
        desired = [("a", "x", "red"), ("b", "x", "red")]
        silent = Script(Exchange(NO_OP.request, lost(), token="t"))
        run(Boxes(server, desired, unreachable="report", script=silent))


@pytest.mark.parametrize("code", ["account.ACCOUNT_EXISTS", "account.DISTRIBUTION_LIST_EXISTS", "mail.ALREADY_EXISTS"])
def test_what_somebody_else_made_in_the_meantime_is_taken_as_it_is(code):
    server = Server(a={})

    class Raced(Boxes):
        def apply(self, mailbox, plans):
            for plan in plans:
                if plan.steps[0][1] == "y" and "y" not in server.mailboxes["a"]:
                    server.mailboxes["a"]["y"] = "green"  # somebody else's
                    raise Fault(code, "there", about="a/y")
                super().apply(mailbox, [plan])

    outcome, result = run(Raced(server, [("a", "x", "red"), ("a", "y", "blue"), ("a", "z", "red")]))
    assert outcome.error is None
    assert server.mailboxes["a"] == {"x": "red", "y": "blue", "z": "red"}
    assert [w[1] for w in server.written] == ["x", "y", "z"]
    assert result["changes"] == [
        {"object": "a/x", "key": "state", "before": "absent", "after": "present"},
        {"object": "a/y", "key": "colour", "before": "green", "after": "blue"},
        {"object": "a/z", "key": "state", "before": "absent", "after": "present"},
    ]
    assert outcome.notes == [
        "a/y was created by somebody else during this run; it was kept and changed only where it differed"
    ]


def test_what_is_refused_as_there_and_is_not_there_is_an_error():
    server = Server(a={})
    server.accidents[("a", "before")] = [Fault("account.ACCOUNT_EXISTS", "there", about="a/x")]
    outcome, _result = run(Boxes(server, [("a", "x", "red")]))
    assert "ACCOUNT_EXISTS" in str(outcome.error) and server.written == []
