from django.urls import path

from trajecten.intake import views

urlpatterns = [
    path("clienten/<int:pk>/intake/", views.intake, name="intake"),
    path("clienten/<int:pk>/intake/bijwerken/", views.intake_change, name="intake_change"),
    path("clienten/<int:pk>/intake/<int:number>/", views.intake_version, name="intake_version"),
    path("beheer/intakelijst/", views.factors, name="factors"),
    path("beheer/intakelijst/<int:pk>/", views.factor_change, name="factor_change"),
]
