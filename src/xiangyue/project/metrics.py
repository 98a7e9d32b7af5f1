"""What the live role knows of itself, for Prometheus: read when asked, counted where it happens."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

if TYPE_CHECKING:
    from xiangyue.edge.desk import Desk
    from xiangyue.project.live import Live

TYPE = "text/plain; version=0.0.4; charset=utf-8"

registry = CollectorRegistry()
"""Empty in a role that serves no lines."""


class LiveCollector:
    """Figures of lines, broadcasts, encoders and the hot path. No lecture is named: names are addresses."""

    def __init__(self, live: "Live", desk: "Desk") -> None:
        self._live, self._desk = live, desk

    def collect(self) -> Iterator[Metric]:
        lines = self._live.lines.unfinished()
        yield GaugeMetricFamily("xiangyue_lines", "Lines that tick", len(lines))
        yield GaugeMetricFamily(
            "xiangyue_waiting", "Readers waiting for a segment", sum(line.waiting for line in lines)
        )
        yield GaugeMetricFamily(
            "xiangyue_held", "Records accepted and not yet public", sum(line.held for line in lines)
        )
        yield GaugeMetricFamily("xiangyue_damaged_lines", "Lines refused as damaged", len(self._live.lines.damaged))
        states = GaugeMetricFamily("xiangyue_broadcasts", "Broadcasts by state", labels=["state"])
        for state, count in self._live.broadcast_states().items():
            states.add_metric([state], count)
        yield states
        yield GaugeMetricFamily("xiangyue_encoders", "Encoders connected", self._live.encoders)
        yield GaugeMetricFamily(
            "xiangyue_permit_failures", "Polls in a row the database did not answer", self._live.permits.failures
        )
        figures = self._desk.figures
        yield CounterMetricFamily("xiangyue_requests", "Requests on the hot path", figures.asked)
        yield CounterMetricFamily("xiangyue_accidents", "Requests that came to grief", figures.accidents)
        yield CounterMetricFamily("xiangyue_choked", "Connections cut for unread bytes", figures.choked)
        refused = CounterMetricFamily("xiangyue_refused", "Refusals by code", labels=["code"])
        for code, count in figures.refused.items():
            refused.add_metric([code], count)
        yield refused


def text() -> bytes:
    """The figures as Prometheus reads them."""
    return generate_latest(registry)
