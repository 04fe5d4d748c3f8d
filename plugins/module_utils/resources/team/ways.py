# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Kinds of ways into a mailbox and out of it that the role has not made, and the sentence for each; the drift report tells them, too."""

from __future__ import annotations

FOLDER, RIGHT, FORWARD, RULE, CHILD, FETCH = "folder", "right", "forwarding", "rule", "family", "external_account"
# where: path, right, attribute, rule or name; who: an address, or in words
SENTENCES = {
    FOLDER: "{who} has a grant of their own on {where}",
    RIGHT: "{who} has {where}",
    FORWARD: "mail is forwarded to {who} ({where})",
    RULE: "the filter rule {where} redirects mail to {who}",
    CHILD: "{who} may do everything in it as a family mailbox ({where})",
    FETCH: "{who} fetches its mail with its password, by the external account {where}",
}
