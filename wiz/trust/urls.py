from django.urls import path

from wiz.trust import views

urlpatterns = [
    path("clienten/<int:pk>/wijzigingen/", views.client_history, name="client_history"),
    path("clienten/<int:pk>/inzage/", views.client_looks, name="client_looks"),
]
