"""Other programs that do the same work, as they come, beside the caseload and the sweep.

admin       Django's own admin over the same tables
helpdesk    django-helpdesk, with a ticket for each client
"""
