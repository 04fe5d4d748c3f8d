#!/bin/sh
# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Prints the path of a Python that can carry the development environment: 3.11 or newer, with venv, ensurepip and ssl.
# A name on PATH proves nothing (a version manager's shim may stand there for a Python that is switched off), so every
# candidate is run and tells its own real path.

probe='
import sys
import ensurepip, ssl, venv
if sys.version_info < (3, 11):
    sys.exit(1)
print(sys.executable)
'

# 3.12 and 3.13 come first because the newest ansible-core wants them.
pyenv="${PYENV_ROOT:-$HOME/.pyenv}/versions"
for name in python3.12 python3.13 "$pyenv"/3.12.*/bin/python3 "$pyenv"/3.13.*/bin/python3 python3 python3.11; do
    if found=$("$name" -c "$probe" 2>/dev/null); then
        printf '%s\n' "$found"
        exit 0
    fi
done

echo "No usable Python found: 3.11 or newer with the modules venv, ensurepip and ssl is needed" \
    "(Debian and Ubuntu: apt install python3-venv)." >&2
exit 1
