# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jetty's error pages: the form follows what the client accepts (zimbra-soap-admin.md 1.10)."""

from __future__ import annotations

import html
import json

NO_CACHE = ("Cache-Control", "must-revalidate,no-cache,no-store")
_PAGE = """<html>
<head>
<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>
<title>Error {status} {message}</title>
</head>
<body><h2>HTTP ERROR {status} {message}</h2>
<table>
{rows}
</table>

</body>
</html>
"""
_PHRASES = {
    100: "Continue", 200: "OK", 302: "Found", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    500: "Server Error", 501: "Not Implemented", 503: "Service Unavailable",
}  # fmt: skip


def phrase(status: int) -> str:
    """The reason phrase as Jetty writes it; the name of none but the common ones is known."""
    return _PHRASES.get(status, "")


def error_page(status: int, message: str, path: str, servlet: str | None, accept: str) -> tuple[bytes, str]:
    """(body, content type): HTML, JSON or text by the first type of ``Accept`` that is one of these, else nothing."""
    for kind in (one.partition(";")[0].strip().lower() for one in accept.split(",")):
        if kind in ("", "*/*", "text/*", "text/html"):
            rows = {"URI:": path, "STATUS:": str(status), "MESSAGE:": message, "SERVLET:": servlet or "-"}
            shown = "\n".join(f"<tr><th>{name}</th><td>{html.escape(value)}</td></tr>" for name, value in rows.items())
            text = _PAGE.format(status=status, message=html.escape(message), rows=shown)
            return text.encode("latin-1", "replace"), "text/html;charset=iso-8859-1"
        if kind in ("application/json", "text/json"):
            fields = {"servlet": servlet, "message": message, "url": path, "status": str(status)}
            lines = (f"{json.dumps(name)}:{json.dumps(value)}" for name, value in fields.items() if value)
            return ("{\n" + ",\n".join(lines) + "\n}").encode(), "application/json"
        if kind == "text/plain":
            first = f"HTTP ERROR {status} {message}\nURI: {path}\nSTATUS: {status}\n"
            text = f"{first}MESSAGE: {message}\nSERVLET: {servlet or 'null'}\n"
            return text.encode("latin-1", "replace"), "text/plain;charset=iso-8859-1"
    return b"", ""
