"""Every state of the window that is worth a picture, each with what brings it about.

To add one: a line in SCENES, and its act beside the others in the `acts` it belongs to, if it needs
more than a key. Who is in the room is `room.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools.preview import acts, frame_acts, joining_acts, message_acts
from tools.preview.host import Room
from tools.preview.stage import Stage, nothing, press
from wschat_gui.gui.shortcuts import Key
from wschat_gui.model.settings_fields import Page
from wschat_gui.model.weather import Sky


@dataclass(frozen=True, slots=True)
class Scene:
    """One state of the window."""

    name: str
    """As its pictures are called."""
    act: Callable[[Stage], object] = nothing
    room: Room = Room.BUSY
    is_wide: bool = False
    """Its texts are long: they are looked at in other languages as well."""


SCENES = (
    # The whole window
    Scene("empty", room=Room.EMPTY, is_wide=True),
    Scene("busy", is_wide=True),
    Scene("starting-failed", room=Room.FAILED, is_wide=True),
    Scene("failure-details", acts.show_failure, Room.FAILED),
    Scene("port-taken", room=Room.TAKEN),
    Scene("stopped", acts.stop, Room.EMPTY, is_wide=True),
    Scene("troubles", acts.troubles, is_wide=True),
    Scene("troubles-details", acts.troubles_details),
    Scene("menu", acts.menu, is_wide=True),
    Scene("tooltip", acts.tooltip),
    Scene("low", acts.low),
    # Clients
    Scene("clients-sorted", acts.sort),
    Scene("clients-filtered", acts.filter_clients),
    Scene("clients-none-fits", acts.filter_nobody),
    Scene("clients-menu", acts.client_menu, is_wide=True),
    Scene("client-details", acts.details, is_wide=True),
    Scene("client-gone", acts.details_of_gone),
    Scene("client-nobody", acts.details_of_nobody),
    Scene("kick", press(Key.KICK), is_wide=True),
    Scene("ban", press(Key.BAN), is_wide=True),
    Scene("mute", press(Key.MUTE), is_wide=True),
    Scene("rename", acts.rename, is_wide=True),
    Scene("private-note", press(Key.TELL), is_wide=True),
    Scene("bans", acts.bans, is_wide=True),
    Scene("bans-lift", acts.lift, is_wide=True),
    Scene("bans-none", acts.bans, Room.EMPTY),
    Scene("undo", acts.undo, is_wide=True),
    # Conduct
    Scene("frozen", acts.conduct(frozen=True)),
    Scene("slow", acts.conduct(slow_s=15)),
    Scene("locked", acts.conduct(locked=True)),
    Scene("frozen-slow-locked", acts.conduct(frozen=True, slow_s=60, locked=True), is_wide=True),
    Scene("everybody-out", press(Key.EVERYBODY_OUT), is_wide=True),
    Scene("everybody-out-saving", acts.everybody_out),
    Scene("clear", press(Key.CLEAR), is_wide=True),
    # Messages
    Scene("announce", message_acts.announce),
    Scene("log-filtered", message_acts.filter_log),
    Scene("transcript", press(Key.SEARCH), is_wide=True),
    Scene("hits", message_acts.search),
    Scene("context", message_acts.open_hit),
    Scene("wrong-date", message_acts.search_wrong_date, is_wide=True),
    Scene("message-menu", message_acts.message_menu),
    Scene("delete", message_acts.delete, is_wide=True),
    Scene("delete-of-client", message_acts.delete_of_client, is_wide=True),
    Scene("delete-before", message_acts.delete_before, is_wide=True),
    Scene("delete-before-wrong", message_acts.delete_before_wrong),
    Scene("keep-days", message_acts.keep_days),
    Scene("keep-shorter", message_acts.keep_shorter, is_wide=True),
    Scene("export", message_acts.export, is_wide=True),
    # Frames
    Scene("frames", frame_acts.inspector, is_wide=True),
    Scene("frames-none", frame_acts.no_frames, Room.EMPTY),
    Scene("frames-filter", frame_acts.filtered('client == "ada2" and websocket.opcode == 1')),
    Scene("frames-wrong-filter", frame_acts.filtered("websocket.opcode ==")),
    Scene("frames-paused", frame_acts.paused, is_wide=True),
    Scene("frames-filter-menu", frame_acts.filter_menu, is_wide=True),
    Scene("frames-menu", frame_acts.frame_menu, is_wide=True),
    Scene("xray", frame_acts.xray_masked, is_wide=True),
    Scene("xray-close", frame_acts.xray_close),
    Scene("xray-broadcast", frame_acts.xray_broadcast, is_wide=True),
    Scene("xray-long", frame_acts.xray_long),
    Scene("frames-export", frame_acts.export, is_wide=True),
    Scene("statistics", frame_acts.statistics, is_wide=True),
    Scene("statistics-client", frame_acts.statistics_of_client),
    Scene("weather-one", frame_acts.weather(Sky.ONE, (3,), 9), is_wide=True),
    Scene("weather-all", frame_acts.weather(Sky.ALL, (3, 4, 5, 6, 7), 0), is_wide=True),
    Scene("lab-warning", frame_acts.lab_warning, is_wide=True),
    Scene("lab", frame_acts.lab, is_wide=True),
    Scene("lab-illegal", frame_acts.lab_illegal),
    Scene("lab-wrong", frame_acts.lab_wrong, is_wide=True),
    # Joining
    Scene("two-codes", joining_acts.two_codes, is_wide=True),
    Scene("wifi", joining_acts.wifi, is_wide=True),
    Scene("wifi-wrong", joining_acts.wifi_wrong),
    Scene("poster", joining_acts.poster, is_wide=True),
    Scene("poster-wifi", joining_acts.poster_wifi, is_wide=True),
    Scene("doctor", joining_acts.doctor, is_wide=True),
    Scene("doctor-nobody", joining_acts.doctor_nobody),
    Scene("doctor-dead-address", joining_acts.doctor_dead_address, Room.EMPTY),
    Scene("doctor-firewall", joining_acts.doctor_asked, is_wide=True),
    *(
        Scene(f"doctor-{name}", joining_acts.doctor_about(ip))
        for name, ip in joining_acts.PATIENTS.items()
    ),
    # Settings, help, and the end
    *(Scene(f"settings-{page.name.lower()}", acts.settings(page), is_wide=True) for page in Page),
    Scene("settings-wrong", acts.settings_wrong, is_wide=True),
    Scene("settings-restart", acts.settings_restart),
    Scene("about", press(Key.HELP)),
    Scene("diagnostics", acts.diagnostics, is_wide=True),
    Scene("stop", press(Key.START_STOP), is_wide=True),
    Scene("close", acts.close),
)
