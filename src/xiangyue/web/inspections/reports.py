"""Coverage, and what was released: for who answers for the county; the draw of a released one, for who works here."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangyue.kernel import clock
from xiangyue.ledger.inspections import coverage as covering
from xiangyue.ledger.inspections import proof, queries
from xiangyue.ledger.inspections.coverage import AGES
from xiangyue.org.access.rules import Member
from xiangyue.org.units import queries as units
from xiangyue.web.looking import personal

LISTED = 200
DAYS = (0, *AGES)


@require_safe
@personal
def coverage(request: HttpRequest, member: Member) -> HttpResponse:
    """Where nobody has been for how long."""
    now, chosen = clock.now(), request.GET.get("days", "")
    days = int(chosen) if chosen in {str(each) for each in DAYS} else AGES[1]
    lines = covering.by_unit(member, now)
    unit = next((line.unit for line in lines if line.unit.code == request.GET.get("unit")), None)
    unseen = covering.unseen(member, now, days=days, unit=unit)
    context = {
        "here": "ledger", "lines": lines, "unseen": unseen[:LISTED], "count": len(unseen), "days": days, "ages": AGES,
        "unit": unit, "never": sum(one.days is None for one in unseen), "more": max(0, len(unseen) - LISTED),
    }  # fmt: skip
    return render(request, "inspections/coverage.html", context)


@require_safe
@personal
def history(request: HttpRequest, member: Member) -> HttpResponse:
    """What was released and what was given up."""
    rows = list(queries.history(member, units.root())[:LISTED])
    return render(request, "inspections/history.html", {"here": "ledger", "rows": rows})


@require_safe
@personal
def document(request: HttpRequest, member: Member, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The draw of a released inspection as a file that proves itself."""
    answer = JsonResponse(proof.document(member, name), json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="inspection-{name}.json"'
    return answer
