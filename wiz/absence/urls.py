from django.urls import path

from wiz.absence import views

urlpatterns = [
    path("afwezigheid/", views.absences, name="absences"),
    path("afwezigheid/<int:pk>/", views.absence_change, name="absence_change"),
    path("afwezigheid/<int:pk>/terug/", views.absence_end, name="absence_end"),
]
