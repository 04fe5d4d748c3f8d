# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift report's texts in German, by their English ones; tests/unit/plugins/filter/test_drift_german.py finds what is missing.

Names come without an article, so a sentence is made such that any name fits. "Persönlichkeit" and "Account" are the words of Zimbra's own pages;
folders are called by their paths, as in the variables.
"""

from __future__ import annotations

GERMAN = {
    # values and rights
    "nothing": "nichts",
    "yes": "ja",
    "no": "nein",
    "present": "vorhanden",
    "absent": "nicht vorhanden",
    "moved to the trash": "in den Papierkorb verschoben",
    "deleted for ever": "endgültig gelöscht",
    "moved to {folder}": "nach {folder} verschoben",
    "{several} and {last}": "{several} und {last}",
    "{part} of {who}": "{part} von {who}",
    "the list {name}": "die Verteilerliste {name}",
    "{who} may {rights}": "{who} darf {rights}",
    "{folder} (may {rights})": "{folder} (darf {rights})",
    "read": "lesen",
    "mark": "markieren",
    "add mail": "Mails hinzufügen",
    "remove mail": "Mails entfernen",
    "act on invitations": "Einladungen beantworten",
    "share": "freigeben",
    "do nothing": "nichts tun",
    "do everything": "alles tun",
    "work": "arbeiten",
    "only read": "nur lesen",
    # what the properties are called
    "name": "Name",
    "status": "Status",
    "aliases": "Alias-Adressen",
    "attributes": "Attribute",
    "forwarding addresses": "Weiterleitungsadressen",
    "address": "Adresse",
    "colour": "Farbe",
    "kind of view": "Art der Ansicht",
    "sender's name": "Name des Absenders",
    "sender's address": "Adresse des Absenders",
    "kind of sender": "Art des Absenders",
    "address for answers": "Antwortadresse",
    # any object
    "{thing} is missing.": "{thing} fehlt.",
    "{thing} is still there, though it should not be.": "{thing} ist noch da, sollte es aber nicht.",
    "The {called} of {thing} is {before}, but should be {after}.": "{called} von {thing}: {before} statt {after}.",
    # 1: the mailbox
    "{who} is an agent, but has no account.": "{who} gehört zum Team, hat aber keinen Account.",
    "The mailbox does not exist.": "Das Postfach gibt es nicht.",
    "The mailbox is still there, though it should not be.": "Das Postfach ist noch da, sollte es aber nicht.",
    "The mailbox is {before} instead of {after}, so that nobody can work with it.": (
        "Das Postfach hat den Status {before} statt {after}; so kann niemand darin arbeiten."
    ),
    "Copies of the replies are kept in {before} instead of {after}.": "Kopien der Antworten liegen {before} statt {after}.",
    "the mailbox's own Sent folder": "im Ordner Sent des Postfachs",
    "the Sent folder of whoever wrote it": "im Ordner Sent der Person, die antwortet",
    "both Sent folders": "in beiden Ordnern Sent",
    "no folder at all": "in keinem Ordner",
    # 2: folders
    "The folder {folder} is missing.": "Der Ordner {folder} fehlt.",
    "The folder {folder} is still there, though nobody works in it any more.": (
        "Der Ordner {folder} ist noch da, obwohl niemand mehr darin arbeitet."
    ),
    "The folder {before} should be called {after}.": "Der Ordner {before} sollte {after} heißen.",
    "The folder {after} lies in the trash with its mail, as {before}.": (
        "Der Ordner {after} liegt mit seinen Mails im Papierkorb, als {before}."
    ),
    "What the folder {folder} holds is {after}.": "Was der Ordner {folder} enthält, wird {after}.",
    # 3: the list
    "The list {name} does not exist.": "Die Verteilerliste {name} gibt es nicht.",
    "The list {name} is still there, though it should not be.": (
        "Die Verteilerliste {name} ist noch da, sollte es aber nicht."
    ),
    "{who} is missing from the list {name}.": "{who} fehlt in der Verteilerliste {name}.",
    "{who} are missing from the list {name}.": "{who} fehlen in der Verteilerliste {name}.",
    "{who} is on the list {name} without being an agent.": (
        "{who} steht in der Verteilerliste {name}, gehört aber nicht zum Team."
    ),
    "{who} are on the list {name} without being an agent.": (
        "{who} stehen in der Verteilerliste {name}, gehören aber nicht zum Team."
    ),
    "The list {name} accepts mail, which it should not.": (
        "Die Verteilerliste {name} nimmt Mails an, sollte es aber nicht."
    ),
    "The list {name} does not accept mail, which it should.": (
        "Die Verteilerliste {name} nimmt keine Mails an, sollte es aber."
    ),
    "The list {name} is hidden from the address list, which it should not be.": (
        "Die Verteilerliste {name} fehlt in der Adressliste, sollte dort aber stehen."
    ),
    "The list {name} is shown in the address list, which it should not be.": (
        "Die Verteilerliste {name} steht in der Adressliste, sollte es aber nicht."
    ),
    # 4: shares
    "The folder {folder} is not shared with {who}.": "Der Ordner {folder} ist nicht für {who} freigegeben.",
    "In the folder {folder}, {who} may {before}, but should be able to {after}.": (
        "Im Ordner {folder} darf {who} {before}, sollte aber {after} können."
    ),
    "The share of the folder {folder} with {who} is not as it should be.": (
        "Die Freigabe des Ordners {folder} für {who} ist nicht, wie sie sein sollte."
    ),
    "The folder {folder} has shares that it should not have: {shares}.": (
        "Der Ordner {folder} hat Freigaben, die er nicht haben sollte: {shares}."
    ),
    "The folder {folder} has no shares of its own.": "Der Ordner {folder} hat keine eigenen Freigaben.",
    "The folder {folder} does not follow the shares of the folder above it any more.": (
        "Der Ordner {folder} übernimmt die Freigaben des Ordners darüber nicht mehr."
    ),
    # 5: mounted
    "{who} does not have the shared folder {folder} among the own folders.": (
        "Bei {who} fehlt der freigegebene Ordner {folder} in der Ordnerliste."
    ),
    "{who} still has the shared folder {folder} among the own folders.": (
        "Bei {who} steht der freigegebene Ordner {folder} noch in der Ordnerliste."
    ),
    # 6: incoming
    "{who} cannot work in the folders of the mailbox as needed: {folders}.": (
        "{who} kann in den Ordnern des Postfachs nicht wie nötig arbeiten: {folders}."
    ),
    # 7: replies
    "{who} may not send as {mailbox}.": "Für {who} fehlt das Recht, als {mailbox} zu senden.",
    "{who} may send as {mailbox}, but should not.": (
        "Für {who} besteht das Recht, als {mailbox} zu senden; das sollte nicht sein."
    ),
    "{who} has no persona with which to reply as {mailbox}.": (
        "{who} hat keine Persönlichkeit, um als {mailbox} zu antworten."
    ),
    "{who} still has the persona with which to reply as {mailbox}.": (
        "{who} hat noch die Persönlichkeit, um als {mailbox} zu antworten."
    ),
    "Replies of {who} go out from {before} instead of {after}.": (
        "Antworten von {who} gehen von {before} statt von {after} aus."
    ),
    "Replies of {who} bear the name {before} instead of {after}.": (
        "Antworten von {who} tragen als Namen {before} statt {after}."
    ),
    "The persona of {who} is not chosen by itself for all of the shared mail, so some replies may go out from the own address.": (
        "Die Persönlichkeit von {who} wird nicht für alle gemeinsamen Mails von selbst gewählt; manche Antworten gehen sonst"
        " von der eigenen Adresse aus."
    ),
    "The filter rule that marks the copies of replies as read is not as it should be.": (
        "Die Filterregel, die Kopien von Antworten als gelesen markiert, ist nicht, wie sie sein sollte."
    ),
    # access beside the team
    "{who} has a grant of their own on {where}": "{who} hat eine eigene Freigabe für {where}",
    "{who} has {where}": "{who} hat {where}",
    "mail is forwarded to {who} ({where})": "Mails werden an {who} weitergeleitet ({where})",
    "the filter rule {where} redirects mail to {who}": "die Filterregel {where} leitet Mails an {who} um",
    "{who} may do everything in it as a family mailbox ({where})": "{who} darf darin als Familienpostfach alles tun ({where})",
    "{who} fetches its mail with its password, by the external account {where}": (
        "{who} holt mit dem Passwort des Postfachs dessen Mails ab, durch den externen Account {where}"
    ),
    # the seven steps
    "Mailbox": "Postfach",
    "a mailbox of its own": "ein eigenes Postfach",
    "Folders": "Ordner",
    "one folder below the Inbox for each agent": "unter Inbox ein Ordner für jede Person im Team",
    "List": "Liste",
    "the list of the agents": "die Verteilerliste des Teams",
    "Shares": "Freigaben",
    "Inbox and Sent shared with the list": "Inbox und Sent für die Liste freigegeben",
    "Mounted": "Eingebunden",
    "both folders in every agent's mailbox": "beide Ordner im Postfach jeder Person im Team",
    "Incoming": "Eingang",
    "every agent can take incoming mail": "alle im Team können neue Mails übernehmen",
    "Replies": "Antworten",
    "replies go out as the mailbox": "Antworten gehen als das Postfach aus",
    # what could not be seen
    "{who} is not reachable now ({reason}).": "{who} ist gerade nicht erreichbar ({reason}).",
    "the task {task} failed": "die Aufgabe {task} ist fehlgeschlagen",
    "it is in no part of the report, so the job that had to check it did not end": (
        "es kommt in keinem Teil des Berichts vor; der Job, der es prüfen sollte, ist also nicht zu Ende gelaufen"
    ),
    "What the agents may do could not be asked, since the mailbox does not exist yet.": (
        "Was das Team darf, ließ sich nicht abfragen, da es das Postfach noch nicht gibt."
    ),
    "What the agents may do could not be asked: {reasons}": "Was das Team darf, ließ sich nicht abfragen: {reasons}",
    "What the agents may do could not be asked.": "Was das Team darf, ließ sich nicht abfragen.",
    # cells of the table of access
    "no such folder": "kein solcher Ordner",
    "not known": "unbekannt",
    "works here": "arbeitet hier",
    "no access": "kein Zugriff",
    "may {rights}": "darf {rights}",
    # what the job shows
    "{mailboxes} checked: {counts}": "{mailboxes} geprüft: {counts}",
    "{number} with somebody who is not reachable now": "{number} mit jemandem, der gerade nicht erreichbar ist",
    "{mailbox}: beside the team, {text}": "{mailbox}: neben dem Team: {text}",
    "{address} is shared with a list too, but no host describes it": (
        "{address} ist auch für eine Liste freigegeben, aber kein Host beschreibt es"
    ),
    # the page
    "Shared mailboxes": "Gemeinsame Postfächer",
    "{number} in order": "{number} in Ordnung",
    "{number} differ": "{number} abweichend",
    "{number} differs": "{number} abweichend",
    "{number} not wholly checked": "{number} nicht ganz geprüft",
    "{number} not known": "{number} unbekannt",
    "in order": "in Ordnung",
    "differs": "weicht ab",
    "not reachable now": "nicht erreichbar",
    "Skip to the overview": "Zur Übersicht springen",
    "Are the shared mailboxes as they should be?": "Sind die gemeinsamen Postfächer, wie sie sein sollen?",
    "No mailbox was checked.": "Es wurde kein Postfach geprüft.",
    "Yes: the one mailbox is in order.": "Ja: Das eine Postfach ist in Ordnung.",
    "Yes: all {number} mailboxes are in order.": "Ja: Alle {number} Postfächer sind in Ordnung.",
    "No: {reasons}.": "Nein: {reasons}.",
    ", and ": ", und ",
    "1 mailbox differs from what is written down for it": "1 Postfach weicht von seiner Beschreibung ab",
    "{number} mailboxes differ from what is written down for them": "{number} Postfächer weichen von ihrer Beschreibung ab",
    "1 mailbox could not be checked": "1 Postfach konnte nicht geprüft werden",
    "{number} mailboxes could not be checked": "{number} Postfächer konnten nicht geprüft werden",
    "in 1 mailbox somebody could not be reached": "bei 1 Postfach war jemand nicht erreichbar",
    "in {number} mailboxes somebody could not be reached": "bei {number} Postfächern war jemand nicht erreichbar",
    "Counts": "Anzahlen",
    "Checked on {time}.": "Geprüft am {time}.",
    "The check only looked and changed nothing.": "Die Prüfung hat nur nachgesehen und nichts geändert.",
    "Show only mailboxes with these words": "Nur Postfächer mit diesen Wörtern zeigen",
    "only those that are not in order": "nur solche, die nicht in Ordnung sind",
    "{count} of {all} mailboxes shown": "{count} von {all} Postfächern gezeigt",
    "Overview": "Übersicht",
    "Each mailbox and the seven steps that make it a shared one": (
        "Jedes Postfach und die sieben Schritte, die es zu einem gemeinsamen machen"
    ),
    "What the seven steps mean": "Was die sieben Schritte bedeuten",
    "There is nothing to show.": "Es gibt nichts zu zeigen.",
    "Mailbox by mailbox": "Postfach für Postfach",
    "This mailbox could not be checked:": "Dieses Postfach konnte nicht geprüft werden:",
    "Not everything could be checked:": "Nicht alles konnte geprüft werden:",
    "The content of that mailbox could not be compared; everything else was.": (
        "Der Inhalt dieses eigenen Postfachs konnte nicht verglichen werden, alles andere schon."
    ),
    "What is wrong, and how it should be": "Was nicht stimmt, und wie es sein sollte",
    "Step": "Schritt",
    "What is wrong": "Was nicht stimmt",
    "Is": "Ist",
    "Should be": "Soll",
    "Is: ": "Ist: ",
    "Should be: ": "Soll: ",
    "All seven steps are as they should be.": "Alle sieben Schritte sind, wie sie sein sollen.",
    "Access beside the team": "Zugriff neben dem Team",
    "Nobody asked for it, and a run leaves it as it is unless {variable} is set.": (
        "Niemand hat ihn verlangt; ein Lauf lässt ihn, wie er ist, solange {variable} nicht gesetzt ist."
    ),
    "What each agent may really do in the folders of {mailbox}": "Was jede Person im Team in den Ordnern von {mailbox} wirklich darf",
    "Agent": "Person",
    "no agent": "nicht im Team",
    "What the agents may do in the folders is not known.": "Was das Team in den Ordnern darf, ist unbekannt.",
    "Shared mailboxes that nobody has described": "Gemeinsame Postfächer, die niemand beschrieben hat",
    "They lie in the same domains and are shared with a list, but no host of the inventory has their address, so they were not checked.": (
        "Sie liegen in denselben Domains und sind für eine Liste freigegeben, aber kein Host des Inventars hat ihre Adresse;"
        " daher wurden sie nicht geprüft."
    ),
    "In the tables of access the letters are Zimbra's own: r read, w mark, i add mail, d remove mail, x act on invitations.": (
        "In den Tabellen der Zugriffe stehen Zimbras eigene Buchstaben: r lesen, w markieren, i Mails hinzufügen, d Mails entfernen,"
        " x Einladungen beantworten."
    ),
    "An agent who works with the team has all five. Zimbra was asked with each agent's own rights.": (
        "Wer im Team arbeitet, hat alle fünf. Zimbra wurde mit den eigenen Rechten jeder Person gefragt."
    ),
}
