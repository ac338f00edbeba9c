"""Reads an iCalendar file with python3-icalendar and prints every start in a time as "UTC instant|minutes|summary".

usage: icalendar_py.py FILE FROM TO   (ISO dates)
"""
import sys
from datetime import datetime, timezone

from dateutil.rrule import rrulestr
from icalendar import Calendar

file, first, last = sys.argv[1:4]
first, last = (datetime.fromisoformat(day).replace(tzinfo=timezone.utc) for day in (first, last))
with open(file, "rb") as source:
    calendar = Calendar.from_ical(source.read())
zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
for event in calendar.walk("VEVENT"):
    # The zone as this file says it, not as this machine knows it.
    zone = zones[event["DTSTART"].params["TZID"]]
    wall = event["DTSTART"].dt.replace(tzinfo=None)
    walls = [wall]
    if "RRULE" in event:
        left = event.get("EXDATE", [])
        left = left if isinstance(left, list) else [left]
        out = {day.dt.replace(tzinfo=None) for dates in left for day in dates.dts}
        walls = [day for day in rrulestr(event["RRULE"].to_ical().decode(), dtstart=wall).xafter(wall, inc=True, count=1000) if day not in out]
    minutes = int(event["DURATION"].dt.total_seconds() // 60)
    for day in walls:
        start = zone.localize(day).astimezone(timezone.utc)
        if first <= start < last:
            print(f"{start:%Y-%m-%dT%H:%M:%SZ}|{minutes}|{event['SUMMARY']}")
