"""A small kind that breaks no promise, to be broken in one place at a time."""

from xiangyue.ledger.kinds import parsing
from xiangyue.ledger.kinds.parsing import Source

RULES = """
kind: trial
version: 1
from: 2026-01-01
name: 试验
name_en: Trial
number: "试〔{year}〕{seq}号"
subject: [place, front]
report_by: [unit, public]
accept_within: 1wd
grades:
  general: {name: 一般, name_en: General, weight: 1, due: 3wd}
  major:
    name: 重大
    name_en: Major
    weight: 5
    due: plan
    plan_within: 5wd
    plan: {measures: [措施, Measures]}
    supervise: district
    publish: {filed: 5wd, closed: 5wd}
verify:
  general: {how: sample, share: 12.5%, drawn: on_site, rest: 未抽查, within: 5wd, minutes: 10}
  major: {how: on_site, by: other_unit, people: 2, expert: yes, within: 10d, minutes: 90}
recheck: {share: 10%, after: 30d}
extend:
  ask_before: {general: 1wd, major: 20wd}
  decide: district
  times: 1
  max: 30d
  reasons: {weather: [天气, Weather]}
pause: {max: 60d, reasons: {court: [诉讼, Court]}}
watch: {annul: 30d, link: 365d, review_after: 2}
evidence: {report: optional, claim: if_visual, verify: if_visual}
ladder:
  - {at: due-1wd, rung: blue}
  - {at: due, rung: red}
  - {at: due+3wd, rung: supervise}
see: {lead: full, co: full, holder: notice, reporter: outcome, others: none, public: row}
keep: 5y
categories: trial.csv
"""

HEADER = (
    "code,name,name_en,field,grade,grave_when,due,closing,closing_en,radius_m,lead,co,watch,visual,first_step,public\n"
)
ROW = "wires,空中飞线,Wires,telecom,,,5d,线已拆除。,The wire is gone.,30,field,place field:fire,90d,yes,notice,yes\n"
TABLE = HEADER + ROW + "light,路灯不亮,Lamp out,urban,,,,灯亮了。,The lamp burns.,20,place,,,no,persuade,no\n"
FIELDS = frozenset({"telecom", "urban", "fire"})


def parse(rules=RULES, table=TABLE):
    return parsing.parse(Source("trial", rules, table), fields=FIELDS)
