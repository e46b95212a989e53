{{/*
Quick out, slow in: a burst is now, and a worker that goes hands its partitions over. A worker that lost a partition
tells of it until its next report, so that what counts is what lasts for two of them.
*/}}
{{- define "redoubt-lib.behavior" -}}
scaleUp:
  stabilizationWindowSeconds: 30
  policies:
    - type: Percent
      value: 100
      periodSeconds: 30
scaleDown:
  stabilizationWindowSeconds: 600
  policies:
    - type: Pods
      value: 1
      periodSeconds: 120
{{- end }}

{{- define "redoubt-lib.hpa" -}}
{{- if eq .Values.autoscaling.kind "hpa" -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "redoubt-lib.fullname" . }}
  minReplicas: {{ .Values.autoscaling.minReplicas }}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  behavior:
    {{- include "redoubt-lib.behavior" . | nindent 4 }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .Values.autoscaling.targetCpuPercent }}
{{- end }}
{{- end }}

{{/*
On the lag of the service's group, summed over partitions by us: KEDA's own scaler of streams reads one key and takes
the largest of several.
*/}}
{{- define "redoubt-lib.scaledObject" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
{{- if eq .Values.autoscaling.kind "keda" -}}
{{- if not $app.group }}{{ fail (printf "%s: autoscaling.kind: keda needs a service that reads streams" .Chart.Name) }}{{ end -}}
{{- $url := (include "redoubt-lib.setting" (list . "autoscaling" "prometheusUrl") | fromJson).v -}}
{{- if not $url }}{{ fail (printf "%s: autoscaling.prometheusUrl: the address of Prometheus is required" .Chart.Name) }}{{ end -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    name: {{ include "redoubt-lib.fullname" . }}
  pollingInterval: 15
  cooldownPeriod: 600
  minReplicaCount: {{ .Values.autoscaling.minReplicas }}
  maxReplicaCount: {{ .Values.autoscaling.maxReplicas }}
  fallback:
    failureThreshold: 4
    replicas: {{ .Values.autoscaling.fallbackReplicas }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        {{- include "redoubt-lib.behavior" . | nindent 8 }}
  triggers:
    - type: prometheus
      name: backlog
      metadata:
        serverAddress: {{ $url | quote }}
        query: >-
          sum(redoubt_stream_group_lag_entries{group="{{ $app.group }}"})
          + sum(redoubt_stream_group_pending_entries{group="{{ $app.group }}"})
        threshold: {{ .Values.autoscaling.backlogEntries | int64 | quote }}
        activationThreshold: '0'
        ignoreNullValues: 'false'
{{- end }}
{{- end }}
