"""The facts of every kind of official document, one dataclass a kind (``kinds`` lists them).

``drafts`` decides which documents an event calls for, ``samples`` makes up facts by which the
templates are checked. Renders nothing: adapters.documents does. Modules are imported one by one.
"""
