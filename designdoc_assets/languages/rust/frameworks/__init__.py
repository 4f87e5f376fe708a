"""What is recognised in Rust: a module for each framework, or for a family that is used alike."""

import sys

from designdoc_assets.languages.frameworks import frameworks_in

FRAMEWORKS = frameworks_in(sys.modules[__name__])
