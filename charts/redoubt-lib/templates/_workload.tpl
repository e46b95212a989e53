{{- define "redoubt-lib.probe" -}}
httpGet:
  path: {{ . }}
  port: ops
{{- end }}

{{/* One volume of secrets as files, since files follow a change and environment variables do not. */}}
{{- define "redoubt-lib.volumes" -}}
{{- $tls := include "redoubt-lib.redisTls" . | fromJson -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
- name: secrets
  projected:
    defaultMode: 0444
    sources:
      {{- range include "redoubt-lib.secretFiles" . | fromJsonArray }}
      - secret:
          name: {{ .name }}
          items:
            - key: {{ .key }}
              path: {{ .path }}
      {{- end }}
{{- if and $tls.enabled $tls.caSecret.name }}
- name: redis-ca
  secret:
    secretName: {{ $tls.caSecret.name }}
    defaultMode: 0444
    items:
      - key: {{ $tls.caSecret.key | default "ca.crt" }}
        path: ca.crt
{{- end }}
{{- if and $tls.enabled $tls.clientSecret.name }}
- name: redis-client
  secret:
    secretName: {{ $tls.clientSecret.name }}
    defaultMode: 0444
{{- end }}
{{- if (.Values.tls | default dict).secretName }}
- name: tls
  secret:
    secretName: {{ .Values.tls.secretName }}
    defaultMode: 0444
{{- end }}
{{- if (.Files.Get "app.yaml" | fromYaml).usesKubernetes }}
- name: kubernetes
  projected:
    defaultMode: 0444
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: 3600
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
{{- end }}
{{- with (.Files.Get "app.yaml" | fromYaml).volume }}
{{- $own := index $.Values .value }}
{{- if $own.claimName }}
- name: {{ kebabcase .value }}
  persistentVolumeClaim:
    claimName: {{ $own.claimName }}
    readOnly: {{ .isReadOnly }}
{{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "redoubt-lib.volumeMounts" -}}
{{- $tls := include "redoubt-lib.redisTls" . | fromJson -}}
- name: tmp
  mountPath: /tmp
- name: secrets
  mountPath: /run/redoubt/secrets
  readOnly: true
{{- if and $tls.enabled $tls.caSecret.name }}
- name: redis-ca
  mountPath: /run/redoubt/redis-ca
  readOnly: true
{{- end }}
{{- if and $tls.enabled $tls.clientSecret.name }}
- name: redis-client
  mountPath: /run/redoubt/redis-client
  readOnly: true
{{- end }}
{{- if (.Values.tls | default dict).secretName }}
- name: tls
  mountPath: /run/redoubt/tls
  readOnly: true
{{- end }}
{{- if (.Files.Get "app.yaml" | fromYaml).usesKubernetes }}
- name: kubernetes
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- end }}
{{- with (.Files.Get "app.yaml" | fromYaml).volume }}
{{- if (index $.Values .value).claimName }}
- name: {{ kebabcase .value }}
  mountPath: {{ .path }}
  readOnly: {{ .isReadOnly }}
{{- end }}
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "redoubt-lib.podTemplate" -}}
{{- $app := .Files.Get "app.yaml" | fromYaml -}}
metadata:
  labels:
    {{- include "redoubt-lib.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ include "redoubt-lib.configMap" . | sha256sum }}
    {{- if .Values.monitoring.annotations }}
    prometheus.io/scrape: 'true'
    prometheus.io/port: '9090'
    prometheus.io/path: /metrics
    {{- end }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "redoubt-lib.serviceAccountName" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- include "redoubt-lib.pullSecrets" . | nindent 2 }}
  securityContext:
    {{- include "redoubt-lib.podSecurityContext" . | nindent 4 }}
  # The drain, the time in which load balancers learn of it, and ten seconds for what comes after.
  terminationGracePeriodSeconds: {{ add .Values.drainTimeoutSeconds (.Values.readinessLingerSeconds | default 0) 10 }}
  {{- include "redoubt-lib.placement" . | nindent 2 }}
  containers:
    - name: {{ .Chart.Name }}
      image: {{ include "redoubt-lib.image" . }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      securityContext:
        {{- include "redoubt-lib.containerSecurityContext" . | nindent 8 }}
      ports:
        - name: ops
          containerPort: 9090
        {{- if $app.httpPort }}
        - name: http
          containerPort: {{ $app.httpPort }}
        {{- end }}
        {{- range $name, $port := ($app.extraPorts | default dict) }}
        {{- $number := get $.Values.config $port.key }}
        {{- if $number }}
        - name: {{ $name }}
          containerPort: {{ include "redoubt-lib.text" $number }}
          protocol: {{ $port.protocol }}
        {{- end }}
        {{- end }}
      envFrom:
        - configMapRef:
            name: {{ include "redoubt-lib.fullname" . }}
      env:
        {{- include "redoubt-lib.env" . | trim | nindent 8 }}
      startupProbe:
        {{- include "redoubt-lib.probe" "/healthz" | nindent 8 }}
        periodSeconds: 2
        failureThreshold: 60
      readinessProbe:
        {{- include "redoubt-lib.probe" "/readyz" | nindent 8 }}
        periodSeconds: 5
        timeoutSeconds: 3
      livenessProbe:
        {{- include "redoubt-lib.probe" "/healthz" | nindent 8 }}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        {{- include "redoubt-lib.volumeMounts" . | nindent 8 }}
  volumes:
    {{- include "redoubt-lib.volumes" . | nindent 4 }}
{{- end }}

{{- define "redoubt-lib.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
spec:
  {{- if eq .Values.autoscaling.kind "none" }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  revisionHistoryLimit: {{ .Values.revisionHistoryLimit }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "redoubt-lib.selectorLabels" . | nindent 6 }}
  template:
    {{- include "redoubt-lib.podTemplate" . | nindent 4 }}
{{- end }}

{{- define "redoubt-lib.pdb" -}}
{{- $count := ternary .Values.replicas .Values.autoscaling.minReplicas (eq .Values.autoscaling.kind "none") -}}
{{- if and .Values.podDisruptionBudget.enabled (gt (int $count) 1) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "redoubt-lib.metadata" . | nindent 2 }}
spec:
  maxUnavailable: {{ .Values.podDisruptionBudget.maxUnavailable }}
  selector:
    matchLabels:
      {{- include "redoubt-lib.selectorLabels" . | nindent 6 }}
{{- end }}
{{- end }}
