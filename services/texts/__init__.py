"""The sentences that services give to staff and to those who run the software, from templates/.

Every other room of services may use them; they use none.
"""
