"""What is recognised in Python code: a module for each framework, or for a family that is used alike.

Modules without a `FRAMEWORK` hold what several share.
"""

import sys

from designdoc_assets.languages.frameworks import frameworks_in

FRAMEWORKS = frameworks_in(sys.modules[__name__])
