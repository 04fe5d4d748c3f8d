# Copyright (c) 2026, the teammail.zimbra contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""``PYTHONPATH=tests python -m simulator`` starts the simulator of this checkout, as the other programs below tests are started."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "simulator"))

from zimbra_simulator.__main__ import main  # noqa: E402  its folder is known only now

if __name__ == "__main__":
    sys.exit(main())
