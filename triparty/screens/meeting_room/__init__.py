"""The meeting room: agenda, item, notes, ballot, actions, presence and quorum on one screen."""

from triparty.screens.meeting_room.screen import MeetingRoomScreen

__all__ = ["MeetingRoomScreen"]
