"""`python -m xiangyue.project.commands VERB`: how one of our processes starts another."""

import sys

from xiangyue.project.commands import main

sys.exit(main())
