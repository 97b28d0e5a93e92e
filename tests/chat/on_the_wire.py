"""How each message of the host stands on the wire: what docs/protocol.md promises to pages."""

from __future__ import annotations

from wschat_gui.chat.vocabulary import (
    Announced,
    Changed,
    Deleted,
    Dismissed,
    Earlier,
    Edited,
    Granted,
    Joined,
    Lab,
    LeaveCause,
    Left,
    LimitsChanged,
    Muted,
    Person,
    Probed,
    Reacted,
    Received,
    RefusalCode,
    Refused,
    Reinstated,
    Renamed,
    RoomState,
    Said,
    ServerMessage,
    SharedFile,
    TypingNow,
    Unmuted,
    Welcome,
    Whispered,
)

ON_THE_WIRE: list[tuple[ServerMessage, str]] = [
    (
        Said(7, 1_700_000_000_123, 3, "Ada", "m1", "hi\n“you” 👍"),
        '{"type":"said","seq":7,"at_ms":1700000000123,"client_id":3,"nick":"Ada","id":"m1",'
        '"text":"hi\\n“you” 👍"}',
    ),
    (Announced(8, 5, "Break"), '{"type":"announced","seq":8,"at_ms":5,"text":"Break"}'),
    (Deleted(((2, 4), (7, 7))), '{"type":"deleted","ranges":[[2,4],[7,7]]}'),
    (
        Earlier(8, (Announced(6, 5, "Break"),), more=True),
        '{"type":"earlier","before_seq":8,'
        '"events":[{"type":"announced","seq":6,"at_ms":5,"text":"Break"}],"more":true}',
    ),
    (
        Said(
            9,
            5,
            3,
            "Ada",
            "m2",
            "look",
            "PERSON",
            7,
            6,
            SharedFile("k", "a.png", 8, "image/png", 2, 1),
        ),
        '{"type":"said","seq":9,"at_ms":5,"client_id":3,"nick":"Ada","id":"m2","text":"look",'
        '"person_id":"PERSON","reply_to":7,"edited_ms":6,"file":{"key":"k","name":"a.png",'
        '"size_bytes":8,"media_type":"image/png","width":2,"height":1}}',
    ),
    (
        Edited(10, 5, 3, "Ada", 7, "hi!"),
        '{"type":"edited","seq":10,"at_ms":5,"client_id":3,"nick":"Ada","target":7,"text":"hi!"}',
    ),
    (
        Reacted(11, 5, 3, "Ada", "PERSON", 7, "👍", on=True),
        '{"type":"reacted","seq":11,"at_ms":5,"client_id":3,"nick":"Ada","person_id":"PERSON",'
        '"target":7,"emoji":"👍","on":true}',
    ),
    (
        Whispered("w1", 5, Person(3, "Ada", "PERSON"), Person(0, "Host"), "psst"),
        '{"type":"whispered","id":"w1","at_ms":5,'
        '"sender":{"client_id":3,"nick":"Ada","person_id":"PERSON"},'
        '"recipient":{"client_id":0,"nick":"Host","person_id":""},"text":"psst"}',
    ),
    (TypingNow(3), '{"type":"typing","client_id":3}'),
    (
        Changed("Physics", RoomState(frozen=True, slow_s=5)),
        '{"type":"changed","room":"Physics","state":{"frozen":true,"slow_s":5,"locked":false}}',
    ),
    (
        LimitsChanged(4_000, 0, 300),
        '{"type":"limits","message_chars":4000,"file_bytes":0,"edit_s":300}',
    ),
    (Muted(None, "Calm"), '{"type":"muted","until_ms":null,"reason":"Calm"}'),
    (Unmuted(), '{"type":"unmuted"}'),
    (
        Dismissed(4002, "Spam", 9),
        '{"type":"dismissed","close_code":4002,"reason":"Spam","until_ms":9}',
    ),
    (Reinstated(), '{"type":"reinstated"}'),
    (Probed(), '{"type":"probed"}'),
    (Granted("f1", 65_536), '{"type":"granted","id":"f1","chunk_bytes":65536}'),
    (Lab(on=True), '{"type":"lab","on":true}'),
    (Received("f1", 262_144), '{"type":"received","id":"f1","received_bytes":262144}'),
    (
        Joined(3, "Ada", "PERSON"),
        '{"type":"joined","client_id":3,"nick":"Ada","person_id":"PERSON"}',
    ),
    (
        Left(3, "Ada", LeaveCause.TIMED_OUT),
        '{"type":"left","client_id":3,"nick":"Ada","cause":"timed_out"}',
    ),
    (
        Renamed(3, "Ada", "Grace"),
        '{"type":"renamed","client_id":3,"old_nick":"Ada","nick":"Grace","by_host":false}',
    ),
    (
        Refused(RefusalCode.NICK_TAKEN, "Taken.", suggestion="Ada 2"),
        '{"type":"refused","code":"nick_taken","text":"Taken.","id":"","suggestion":"Ada 2",'
        '"limit":0,"wait_s":0}',
    ),
    (
        Welcome(
            client_id=3,
            nick="Ada",
            token="t",
            room="Physics",
            epoch="e",
            roster=(Person(3, "Ada"),),
            history=(Announced(8, 5, "Break"),),
            complete=True,
            gone=((2, 4),),
            now_ms=9,
            message_chars=4_000,
        ),
        '{"type":"welcome","client_id":3,"nick":"Ada","token":"t","room":"Physics","epoch":"e",'
        '"roster":[{"client_id":3,"nick":"Ada","person_id":""}],'
        '"history":[{"type":"announced","seq":8,"at_ms":5,"text":"Break"}],'
        '"complete":true,"gone":[[2,4]],"now_ms":9,"message_chars":4000,"person_id":"",'
        '"edit_s":0,"file_bytes":0,"state":{"frozen":false,"slow_s":0,"locked":false},'
        '"muted_until_ms":0,"whispers":[]}',
    ),
]
