from django.urls import path

from trajecten.meetings import briefing, planning, views

urlpatterns = [
    path("clienten/<int:pk>/contact/", views.contact_note, name="contact_note"),
    path("clienten/<int:pk>/gesprekken/", views.meetings, name="meetings"),
    path("clienten/<int:pk>/gesprekken/plannen/", views.meeting_plan, name="meeting_plan"),
    path("agenda/", planning.agenda, name="agenda"),
    path("gesprekken/plannen/", planning.meetings_plan_many, name="meetings_plan_many"),
    path("gesprekken/<int:pk>/voorbereiding/", briefing.meeting_brief, name="meeting_brief"),
    path("gesprekken/<int:pk>/", views.meeting, name="meeting"),
    path("gesprekken/<int:pk>/noteren/", views.meeting_note, name="meeting_note"),
    path("gesprekken/<int:pk>/verzetten/", views.meeting_move, name="meeting_move"),
    path("gesprekken/<int:pk>/brief/", views.meeting_letter, name="meeting_letter"),
    path("gesprekken/<int:pk>/niet-doorgegaan/", views.meeting_miss, name="meeting_miss"),
]
