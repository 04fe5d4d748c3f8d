# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift report in another language: nothing is left in English, and nothing but texts differs."""

from __future__ import annotations

import ast
import re
import string

import pytest
import yaml
from jinja2 import Environment, nodes
from lxml import html

from ansible_collections.teammail.zimbra.plugins.filter.drift import drift
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.folder import resource as folder_module
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.defaults import SENT_WORDS
from ansible_collections.teammail.zimbra.plugins.module_utils.resources.team.ways import SENTENCES
from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_text import drift_text
from ansible_collections.teammail.zimbra.plugins.plugin_utils.drift_words import CATALOGUES, ENGLISH, Words

from .test_drift import BOX, HOSTILE, MEIER, MUELLER, NAMES, ROOT, TEAM, TEMPLATES, agent, change, finding, grant, right
from .test_drift import page as page_of

SPEAKING = ("plugin_utils/drift_words.py", "plugin_utils/drift_text.py", "filter/drift.py", "filter/drift_page.py")
TEMPLATE = (TEMPLATES / "drift.html.j2").read_text(encoding="utf-8")
OTHERS = [language for language in CATALOGUES if language != ENGLISH]
GERMAN = Words("de")


def texts_in(node):
    """The literal texts that an argument can be."""
    if isinstance(node, ast.IfExp):
        yield from texts_in(node.body)
        yield from texts_in(node.orelse)
    elif isinstance(node, ast.Constant):
        yield node.value


def told_by_code():
    for name in SPEAKING:
        for node in ast.walk(ast.parse((ROOT / "plugins" / name).read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            if getattr(called, "attr", getattr(called, "id", None)) in ("tell", "wording"):
                yield from texts_in(node.args[0])


def told_by_template():
    for call in Environment().parse(TEMPLATE).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "say":
            yield call.args[0].as_const()


TOLD = sorted({*told_by_code(), *told_by_template(), *SENTENCES.values()})


def placeholders(text):
    return sorted(name for _literal, name, _format, _conversion in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_its_counterpart_with_the_same_placeholders(language):
    catalogue = CATALOGUES[language]
    assert len(TOLD) > 100
    assert [text for text in TOLD if text not in catalogue] == []
    assert [text for text in catalogue if text not in TOLD] == [], "these are told nowhere"
    assert [text for text, other in catalogue.items() if placeholders(text) != placeholders(other)] == []


def test_the_template_holds_no_words_of_its_own():
    data = "".join(
        node.data if isinstance(node, nodes.TemplateData) else "1"
        for output in Environment().parse(TEMPLATE).find_all(nodes.Output)
        for node in output.nodes
    )
    shown = re.sub(r"<code>shared_mailbox_\w+</code>", "", data)
    tree = html.fromstring(shown)
    spoken = [*tree.xpath("//body//text()"), *tree.xpath("//@aria-label | //@title | //@data-label | //@data-text")]
    assert [text for text in spoken if re.search(r"[A-Za-z]", text)] == []


def test_the_script_holds_no_words_of_its_own():
    script = (TEMPLATES / "drift.js").read_text(encoding="utf-8")
    assert re.findall(r"textContent = ([\w.]+)", script) == ["shown.dataset.text.replace"]


def test_the_languages_are_those_of_the_mailboxes_and_of_the_playbook():
    plays = yaml.safe_load((ROOT / "playbooks/drift.yml").read_text(encoding="utf-8"))
    (task,) = [t for play in plays for t in play["tasks"] if t["name"] == "Validate drift_language"]
    taken = re.findall(r"'(\w+)'", task["ansible.builtin.assert"]["that"].partition(" in ")[2])
    assert sorted(taken) == sorted(CATALOGUES) == sorted(SENT_WORDS)
    assert set(re.findall(r"\w+", task["ansible.builtin.assert"]["fail_msg"])) >= set(CATALOGUES)


CHANGES = [
    (("agents", MEIER, "state", "absent", "present"), "Anna Meier gehört zum Team, hat aber keinen Account."),
    (
        ("account", BOX, "status", "locked", "active"),
        "Das Postfach hat den Status locked statt active; so kann niemand darin arbeiten.",
    ),
    (("account", BOX, "display_name", "A", "Help"), "Name von help@example.com: A statt Help."),
    (
        ("account", BOX, "attributes", *({"zimbraPrefDelegatedSendSaveTarget": [v]} for v in ("both", "owner"))),
        "Kopien der Antworten liegen in beiden Ordnern Sent statt im Ordner Sent des Postfachs.",
    ),
    (("folders", BOX + ":/Inbox/Meier", "state", "absent", "present"), "Der Ordner Inbox/Meier fehlt."),
    (
        ("former_folders", BOX + ":/Inbox/Alt", "messages", None, "moved to /Inbox"),
        "Was der Ordner Inbox/Alt enthält, wird nach /Inbox verschoben.",
    ),
    (
        ("team_list", TEAM, "members", [], [MEIER, MUELLER]),
        "Anna Meier und mueller@example.com fehlen in der Verteilerliste help-team@example.com.",
    ),
    (
        ("offboarding", TEAM, "members", [MUELLER], []),
        "mueller@example.com steht in der Verteilerliste help-team@example.com, gehört aber nicht zum Team.",
    ),
    (
        ("team_list", TEAM, "receives_mail", False, True),
        "Die Verteilerliste help-team@example.com nimmt keine Mails an, sollte es aber.",
    ),
    (
        ("shares", BOX + ":/Sent", "grants", [], [grant(TEAM, "rwidx")]),
        "Der Ordner Sent ist nicht für die Verteilerliste help-team@example.com freigegeben.",
    ),
    (
        ("shares", BOX + ":/Inbox", "grants", [grant(TEAM, "r")], [grant(TEAM, "rwidx")]),
        "Im Ordner Inbox darf die Verteilerliste help-team@example.com nur lesen, sollte aber arbeiten können.",
    ),
    (
        ("inheritance", BOX + ":/Inbox/Meier", "grants", [grant(MEIER, "rwidxa", "user")], []),
        "Der Ordner Inbox/Meier hat Freigaben, die er nicht haben sollte: Anna Meier darf alles tun.",
    ),
    (("mountpoints", MEIER + ":/Help", "color", 1, 5), "Farbe von /Help von Anna Meier: 1 statt 5."),
    (
        ("send_right", BOX + " sendAs", "grantees", [], [TEAM]),
        "Für help-team@example.com fehlt das Recht, als help@example.com zu senden.",
    ),
    (
        ("personas", MEIER + " persona " + BOX, "state", "absent", "present"),
        "Anna Meier hat keine Persönlichkeit, um als help@example.com zu antworten.",
    ),
    (
        ("a_new_step", BOX + " thing", "some_key", False, True),
        "some key von thing von help@example.com: nein statt ja.",
    ),
]


@pytest.mark.parametrize("args, said", CHANGES, ids=lambda value: "-".join(map(str, value[:3])) if value else "")
def test_deviations_in_german(args, said):
    assert drift_text(change(*args), BOX, NAMES, GERMAN) == said


@pytest.mark.parametrize("messages", ["move_to", "trash", "delete"])
def test_what_becomes_of_mail_is_told_in_german(messages):
    class Desired:
        messages_to = "/Inbox"

    Desired.messages = messages
    said = folder_module._what_becomes_of(Desired)
    assert GERMAN.fate(said) != said == Words().fate(said)


def many():
    """Findings in which everything occurs that a page can hold."""
    unreadable = [right(MEIER, "/Inbox", "rw"), right(MEIER, "/Sent", "", "busy"), right(MUELLER, "/Inbox", "")]
    extra = [{"kind": k, "where": "1", "who": "2", "text": s} for k, s in SENTENCES.items()]
    changes = [change(*args) for args, _said in CHANGES if args[0] != "a_new_step"]
    away = [{"account": MUELLER, "reason": "0"}]
    return [
        finding(changes=changes, access={"effective_rights": unreadable}, extra_access=extra),
        finding(agents=[agent(MEIER, "Anna Meier"), agent(MUELLER)], unreachable=away),
        finding(access={"msg": "0"}),
        finding(access={}, changes=[change("account", BOX, "state", "absent", "present")]),
        finding(failed_task="0"),
        finding(missing=True, shared_in_domain=["lost@example.com"]),
        finding(),
    ]


def german(findings):
    return [dict(one, language="de") for one in findings]


def shape(value):
    """What programs read of a report: everything but the texts."""
    texts = ("text", "reason", "name", "meaning", "step_name", "language", "lines")
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items() if k not in texts}
    return [shape(v) for v in value] if isinstance(value, list) else value


def test_the_german_page_has_no_english_left():
    text = page_of(*german(many()))
    shown = html.fromstring(text)
    assert shown.get("lang") == "de"
    spoken = [*shown.xpath("//body//text()[not(parent::script)] | //title/text()")]
    spoken += shown.xpath("//@aria-label | //@title | //@data-label | //@data-text")
    joined = " ".join(" ".join(spoken).split())
    # Texts that are whole sentences, cut at their placeholders; a single word may be the same in both languages.
    for english in TOLD:
        for piece in re.split(r"\{\w+\}", english):
            if len(piece.split()) > 2:
                assert piece.strip() not in joined
    for german_words in ("Jedes Postfach", "weicht ab", "nicht vorhanden", "arbeitet hier", "neben dem Team", "Ist: "):
        assert german_words in joined
    english_page = html.fromstring(page_of(*many()))
    assert english_page.get("lang") == "en"
    assert [e.tag for e in shown.iter() if isinstance(e.tag, str)] == [
        e.tag for e in english_page.iter() if isinstance(e.tag, str)
    ]


def test_a_german_report_differs_in_nothing_but_texts():
    english, report = drift(many()), drift(german(many()))
    assert (english["language"], report["language"]) == ("en", "de")
    assert shape(report) == shape(english)
    assert (
        report["lines"][0]
        == "7 geprüft: 1 in Ordnung, 2 abweichend, 1 mit jemandem, der gerade nicht erreichbar ist, 3 unbekannt"
    )
    assert (
        english["lines"][0] == "7 checked: 1 in order, 2 differ, 1 with somebody who is not reachable now, 3 not known"
    )
    assert len(english["lines"]) == len(report["lines"]) > 20


def test_names_stay_text_in_every_language():
    hostile = finding(agents=[agent(MEIER, HOSTILE)], address=HOSTILE, language="de", problem=HOSTILE)
    shown = html.fromstring(page_of(hostile, hostile))
    assert len(shown.xpath("//script")) == 1 and HOSTILE in shown.text_content()
    braces = "{mailbox} {0} {}"
    named = finding(changes=[change("folders", f"{BOX}:/{braces}", "state", "absent", "present")], language="de")
    assert f"Der Ordner {braces} fehlt." in html.fromstring(page_of(named)).text_content()


@pytest.mark.parametrize(
    "asked, languages, taken",
    [
        ("", [], "en"),
        ("", ["de"], "de"),
        ("", ["de", "en"], "en"),
        ("", ["en", "de", "de"], "de"),
        ("", ["fr", "fr", "de"], "de"),
        ("en", ["de"], "en"),
        ("de", ["en", None], "de"),
    ],
)
def test_the_language_is_the_one_asked_for_or_that_of_most_mailboxes(asked, languages, taken):
    assert drift([finding(language=one) for one in languages], language=asked)["language"] == taken
