# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stand-in for the script with which ansible-test puts pip into its virtual environments.

ansible-test fetches that script from a host of its own. Python brings pip along, so nothing has to be fetched: this file
is laid where ansible-test keeps its download, and puts in place the pip that ensurepip has, then the asked-for packages.
"""

from __future__ import annotations

import subprocess
import sys

# As a process of its own, since ensurepip switches pip's configuration off for what runs after it.
subprocess.check_call([sys.executable, "-m", "ensurepip"], stdout=subprocess.DEVNULL)
packages = [argument for argument in sys.argv[1:] if argument not in ("--no-setuptools", "--no-wheel")]
sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *packages]))
