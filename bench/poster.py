"""A poster from a lecture's facts to bytes: both designs, every form, titles from 4 to 80 letters.

python -m bench.poster
"""

import os
import resource
import statistics
import time
from datetime import datetime

from bench.machine import describe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyue.project.settings")

TITLE = "城乡居民医保2026参保缴费政策宣讲（AI问答专场）与抽奖直播活动，今晚一起听、一起问、一起答"
SUMMARY = "插线板、电热毯、电动自行车：三件事，听完就能做。消防站的同志现场演示怎样一眼看出插线板过载。" * 4
LETTERS = (4, 10, 20, 40, 80)
ROUNDS = 3
ADDRESS = "https://x.example/l/k3f982mtq7zd04ab/"


def main() -> None:
    import django

    django.setup()
    from xiangyue.documents.posters import layout
    from xiangyue.documents.posters.layout import Facts
    from xiangyue.documents.posters.making import TEMPLATES
    from xiangyue.documents.posters.states import SHEETS, Design, Form
    from xiangyue.documents.press import typesetting
    from xiangyue.kernel import clock

    at = datetime(2026, 11, 26, 19, 30, tzinfo=clock.COUNTY_ZONE)
    print(describe())
    print(f"titles of {LETTERS} letters, {ROUNDS} rounds; seconds")
    print(f"{'design':8} {'form':10} {'p50':>6} {'worst':>6} {'CPU p50':>8} {'KiB':>5}")
    for design in Design:
        for form in Form:
            spent, worked, size = [], [], 0
            for letters in LETTERS * ROUNDS:
                title = (TITLE * 2)[:letters]
                facts = Facts(title, SUMMARY, "荷花街道 8090 宣讲员", "红荷颂", "柯城区", at, ADDRESS)
                began, cpu = time.perf_counter(), cpu_seconds()
                data, sheet = layout.data(facts, design, form), SHEETS[form]
                if sheet.picture:
                    made = typesetting.print_png(TEMPLATES[design], data, ppi=sheet.ppi)
                else:
                    made = typesetting.print_pdf(TEMPLATES[design], data)
                spent.append(time.perf_counter() - began)
                worked.append(cpu_seconds() - cpu)
                size = len(made) // 1024
            p50, worst, cpu = statistics.median(spent), max(spent), statistics.median(worked)
            print(f"{design.name:8} {form.name:10} {p50:6.2f} {worst:6.2f} {cpu:8.2f} {size:5}")
    print(f"memory of a print, at most: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")


def cpu_seconds() -> float:
    """Of this process and of the prints so far: what the machine's other work does not change."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


if __name__ == "__main__":
    main()
