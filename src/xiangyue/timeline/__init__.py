"""One lecture's append-only line: the only truth for what happens in it.

Two layers. The private log (`log`) holds everything accepted, on disk before it is acknowledged. The public segments
(`segments`, `shelf`) are derived from it tick by tick and never made again. `line` is the door; `port` is what the
control tower sees of it; `verify` reads it from disk and trusts nobody.
"""
