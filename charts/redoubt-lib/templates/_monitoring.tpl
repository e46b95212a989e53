{{- define "redoubt-lib.serviceMonitor" -}}
{{- $monitor := .Values.monitoring.serviceMonitor -}}
{{- if or $monitor.enabled (dig "monitoring" "enabled" false (.Values.global | default dict)) -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
    {{- with ($monitor.labels | default (dig "monitoring" "labels" dict (.Values.global | default dict))) }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "redoubt-lib.selectorLabels" . | nindent 6 }}
  namespaceSelector:
    matchNames: [{{ .Release.Namespace }}]
  endpoints:
    - port: ops
      path: /metrics
      interval: {{ $monitor.interval }}
      {{- with $monitor.relabelings }}
      relabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $monitor.metricRelabelings }}
      metricRelabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
{{- end }}
