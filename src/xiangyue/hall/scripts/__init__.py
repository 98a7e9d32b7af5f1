"""Scripts 脚本: what is prepared for a lecture in words: speakers, the six parts (六个一), planned minutes.

Verb: write.
"""
