from django.urls import path

from wiz.policy import views

urlpatterns = [path("regels/", views.policy, name="policy")]
