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
    print(f"{'design':8} {'form':10} {'first':>7} {'p50':>7} {'worst':>7}   KiB   (seconds; titles of {LETTERS} letters)")
    for design in Design:
        for form in Form:
            spent, size = [], 0
            for letters in LETTERS * ROUNDS:
                facts = Facts((TITLE * 2)[:letters], SUMMARY, "荷花街道 8090 宣讲员", "红荷颂", "柯城区", at, "https://x.example/l/k3f982mtq7zd04ab/")
                began = time.perf_counter()
                data, sheet = layout.data(facts, design, form), SHEETS[form]
                if sheet.picture:
                    made = typesetting.print_png(TEMPLATES[design], data, ppi=sheet.ppi)
                else:
                    made = typesetting.print_pdf(TEMPLATES[design], data)
                spent.append(time.perf_counter() - began)
                size = len(made)
            print(f"{design.name:8} {form.name:10} {spent[0]:7.2f} {statistics.median(spent):7.2f} {max(spent):7.2f} {size // 1024:5}")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
