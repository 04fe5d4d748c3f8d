# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest

from ansible_collections.teammail.zimbra.plugins.module_utils.engine import Reconciler
from ansible_collections.teammail.zimbra.plugins.module_utils.errors import InputError, ZimbraError
from ansible_collections.teammail.zimbra.plugins.module_utils.release import Release
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.preferences import resource as module
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.preferences.resource import Preferences
from ansible_collections.teammail.zimbra.plugins.module_utils.times import generalized_time, show_generalized_time
from ansible_collections.teammail.zimbra.tests.unit.plugins.scripted import Exchange, Script, batch, batched, fault

WHO = "support@example.com"


def params(**given):
    return {"account": [WHO], "preferences": None, "out_of_office": None, **given}


def read(names, *pairs, cleared="", own=()):
    """The exchange that reads; cleared: the preferences to be cleared, asked for without the class of service; own: what it answers."""
    asked = "".join(f'<pref name="{n}"/>' for n in sorted(names))
    values = "".join(f'<pref name="{n}">{v}</pref>' for n, v in pairs)
    asks = [
        '<GetInfoRequest xmlns="urn:zimbraAccount" sections="mbox"/>',
        f'<GetPrefsRequest xmlns="urn:zimbraAccount">{asked}</GetPrefsRequest>',
    ]
    answers = [
        f'<GetInfoResponse xmlns="urn:zimbraAccount"><name>{WHO}</name><id>i</id></GetInfoResponse>',
        f'<GetPrefsResponse xmlns="urn:zimbraAccount">{values}</GetPrefsResponse>',
    ]
    if cleared:
        kept = "".join(f'<a n="{n}">{v}</a>' for n, v in own)
        asks.append(
            f'<GetAccountRequest xmlns="urn:zimbraAdmin" applyCos="0" attrs="{cleared}">'
            f'<account by="name">{WHO}</account></GetAccountRequest>'
        )
        answers.append(
            f'<GetAccountResponse xmlns="urn:zimbraAdmin"><account name="{WHO}" id="i">{kept}</account></GetAccountResponse>'
        )
    return Exchange(batch(*asks), batched(*answers), account=WHO)


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("from", "2026-12-24", "20261224000000Z"),
        ("until", "2026-12-24", "20261224235959Z"),
        ("until", "2026-12-24T08:30:00+01:00", "20261224073000Z"),
        ("from", "2026-12-24 08:30:00", "20261224083000Z"),
        ("from", "2026-12-24T08:30:00Z", "20261224083000Z"),
        ("from", "20261224083000.000Z", "20261224083000Z"),
        ("from", " ", ""),
    ],
)
def test_moments(option, value, expected):
    assert generalized_time(option, value) == expected


@pytest.mark.parametrize("value", ["tomorrow", "2026-13-01", "24.12.2026"])
def test_bad_moments(value):
    with pytest.raises(InputError, match="from is"):
        generalized_time("from", value)


def test_what_is_shown_can_be_given_again():
    assert generalized_time("until", show_generalized_time("20261224083000Z")) == "20261224083000Z"


def test_a_value_of_the_class_of_service_counts():
    script = Script(
        read(
            ["zimbraPrefComposeFormat", "zimbraPrefX"],
            ("zimbraPrefComposeFormat", "html"),
            ("zimbraPrefX", "b"),
            ("zimbraPrefX", "a"),
        )
    )
    given = params(preferences={"zimbraPrefComposeFormat": "html", "zimbraPrefX": ["a", "b"]})
    outcome = Reconciler(Preferences(script.session(), given, False)).run(False)
    assert not outcome.plans[0].changed
    assert outcome.after[0]["preferences"] == {"zimbraPrefComposeFormat": "html", "zimbraPrefX": ["a", "b"]}
    script.finished()


@pytest.mark.parametrize(("value", "refused"), [("30", False), ("15", True)])
def test_what_an_older_server_tells_by_itself_may_stay(value, refused):
    """A class of service that a newer server of the installation has written; 9.0 tells it and could not change it."""
    name = "zimbraPrefCalenderScaling"
    script = Script(read([name], (name, "30")))
    session = script.session()
    session._release = Release.of("", "9.0.0_GA_4545.FOSS")
    reconciler = Reconciler(Preferences(session, params(preferences={name: value}), False))
    if refused:
        with pytest.raises(
            InputError, match=f"preferences.{name} exists since Zimbra 10.0.0, and this server is 9.0.0"
        ):
            reconciler.run(False)
    else:
        assert not reconciler.run(False).plans[0].changed
    script.finished()


def test_preferences_of_carbonio_are_for_carbonio():
    name = "carbonioPrefDarkMode"
    script = Script(read([name], (name, "auto")))
    session = script.session()
    session._release = Release(carbonio=True)
    assert not Reconciler(Preferences(session, params(preferences={name: "auto"}), False)).run(False).plans[0].changed
    script = Script(read([name]))
    session = script.session()
    session._release = Release.of("GA", "10.1.3_GA_4545.FOSS")
    with pytest.raises(
        InputError, match=f"^preferences.{name} is one of Carbonio, and this server is none; leave it out$"
    ):
        Reconciler(Preferences(session, params(preferences={name: "auto"}), False)).run(False)
    script.finished()


def test_only_what_differs_is_written():
    names = module.OUT_OF_OFFICE
    write = Exchange(
        '<ModifyPrefsRequest xmlns="urn:zimbraAccount"><pref name="zimbraPrefOutOfOfficeReply"/>'
        '<pref name="+zimbraPrefOutOfOfficeReplyEnabled">TRUE</pref></ModifyPrefsRequest>',
        '<ModifyPrefsResponse xmlns="urn:zimbraAccount"/>',
        account=WHO,
    )
    since = (module.DATES["from"], "20261224000000.000Z")
    before = read(names, (module.TEXT, "weg"), since, cleared=module.TEXT, own=[(module.TEXT, "weg")])
    after = read(names, (module.ENABLED, "TRUE"), since, cleared=module.TEXT)
    script = Script(before, write, after)
    given = params(
        out_of_office={
            "enabled": True,
            "text": "",
            "from": "2026-12-24",
            "until": None,
            "external": "same",
            "external_text": None,
        }
    )
    outcome = Reconciler(Preferences(script.session(), given, False)).run(False)
    assert [c.key for c in outcome.plans[0].changes()] == ["out_of_office"]
    assert outcome.notes == []
    script.finished()


def test_what_the_class_of_service_gives_need_not_be_cleared():
    name = "zimbraPrefLocale"
    script = Script(read([name], (name, "de"), cleared=name))
    outcome = Reconciler(Preferences(script.session(), params(preferences={name: ""}), False)).run(False)
    assert [plan.changed for plan in outcome.plans] == [False]
    script.finished()


def test_a_fault_is_no_absence():
    script = Script(
        Exchange(read(["zimbraPrefX"]).request, fault("service.PERM_DENIED", "permission denied: no"), account=WHO)
    )
    with pytest.raises(ZimbraError, match="PERM_DENIED"):
        Reconciler(Preferences(script.session(), params(preferences={"zimbraPrefX": 1}), False)).run(False)
    script.finished()
