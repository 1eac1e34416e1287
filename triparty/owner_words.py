"""What the field calls what the owners' roll and the owners' votes keep: more of the tables of `words`."""

from triparty.i18n import mark

AREA_SOURCES = {
    "register": mark("Land register"),
    "survey": mark("Survey"),
    "contract": mark("Purchase contract"),
    "unstated": mark("Not stated"),
}
"""Where the area of a unit is taken from."""

UNIT_STATES = {
    "delivered": mark("Sold and handed over"),
    "undelivered": mark("Sold, not handed over"),
    "unsold": mark("Unsold"),
}

UNIT_USES = {
    "dwelling": mark("Dwelling"),
    "business": mark("Business"),
    "parking": mark("Parking space"),
    "other": mark("Other use"),
}

OWNER_KINDS = {
    "person": mark("Person"),
    "company": mark("Company"),
    "developer": mark("Developer"),
}

ANSWERS = {
    "none": mark("No slip yet"),
    "yes": mark("In favour"),
    "no": mark("Against"),
    "abstain": mark("Abstained"),
    "invalid": mark("Void"),
}
"""What an owner's slip says."""

FLAWS = {
    "none": mark("Nothing is wrong with it"),
    "unsigned": mark("Not signed"),
    "unclear": mark("Not clearly filled in"),
    "twice": mark("Two slips of one owner"),
    "late": mark("Handed in after the last day"),
}
"""Why a slip is void."""

DELIVERIES = {
    "none": mark("No proof"),
    "in_hand": mark("Handed over against a signature"),
    "box": mark("Letter box"),
    "post": mark("By post"),
    "electronic": mark("Electronically"),
}
"""How a ballot was delivered."""

SECOND_SLIPS = {
    "replaces": mark("The later slip counts"),
    "voids": mark("Both slips are void"),
}

LEGAL_ITEMS = {
    "278_1": mark("Rules of procedure (Art. 278, item 1)"),
    "278_2": mark("Management covenant (Art. 278, item 2)"),
    "278_3": mark("Electing the owners' committee (Art. 278, item 3)"),
    "278_4": mark("Hiring or dismissing the manager (Art. 278, item 4)"),
    "278_5": mark("Using the maintenance fund (Art. 278, item 5)"),
    "278_6": mark("Raising the maintenance fund (Art. 278, item 6)"),
    "278_7": mark("Rebuilding (Art. 278, item 7)"),
    "278_8": mark("Another use of common parts (Art. 278, item 8)"),
    "278_9": mark("Other weighty matters (Art. 278, item 9)"),
    "279": mark("Turning a dwelling to business use (Art. 279)"),
}
"""What owners decide together, by its place in the Civil Code."""

FIELDS = {
    "building": mark("Building"),
    "entrance": mark("Entrance"),
    "room": mark("Room"),
    "rooms": mark("Rooms"),
    "use": mark("Use"),
    "area": mark("Area (0.01 m²)"),
    "area_source": mark("Source of the area"),
    "state": mark("Sold and handed over?"),
    "id_tail": mark("End of the identity number"),
    "guardian": mark("Guardian"),
    "same_as_id": mark("One person with"),
    "unit_id": mark("Unit of the roll"),
    "owner_id": mark("Owner in the roll"),
    "votes": mark("Votes for the unit"),
    "first_id": mark("One entry"),
    "second_id": mark("The other entry"),
    "legal_item": mark("Matter by law"),
    "applicant": mark("Room that asks"),
    "second_slip": mark("A second slip"),
    "proxy_cap": mark("Owners one proxy may vote for"),
    "closes_on": mark("Slips until"),
    "notice": mark("How they were told"),
    "clause": mark("Clause for non-voters"),
    "vote_id": mark("Owners' vote"),
    "elector_id": mark("Elector"),
    "units": mark("Units"),
    "answer": mark("Answer"),
    "flaw": mark("Void because"),
    "slips": mark("Slips"),
    "proxy": mark("Proxy"),
    "closed_early": mark("Closed early because"),
    "delivery": mark("Delivered"),
    "answered_at": mark("Slip entered"),
}
"""The fields of the roll and of its votes."""
