from django.urls import path

from wiz.handover import views

urlpatterns = [
    path("clienten/overdragen/", views.clients_hand_over, name="clients_hand_over"),
    path("clienten/<int:pk>/overdragen/", views.client_reassign, name="client_reassign"),
    path("clienten/<int:pk>/overdrachtsbrief/", views.client_handover_note, name="client_handover_note"),
]
