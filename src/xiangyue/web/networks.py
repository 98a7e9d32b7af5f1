"""What one subscriber holds, for counting how often it asks."""

import ipaddress

from django.http import HttpRequest


def network(request: HttpRequest) -> str:
    """An IPv4 address, or an IPv6 /64. Trusted proxies are seen through by the server."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
