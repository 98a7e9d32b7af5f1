"""Evidence 佐证: pictures as claims, not proof. Verbs: keep, attach, look (the worker's).

What was received, and when, is a fact; when and where it was taken is what somebody says. The original is kept sealed,
what is shown has no metadata. What looks odd is said to whoever verifies, and never stops anybody in the field.
"""
