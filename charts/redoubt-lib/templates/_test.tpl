{{/* `helm test`: the service says it is ready and shows its metrics. */}}
{{- define "redoubt-lib.test" -}}
{{- if .Values.tests.enabled -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "redoubt-lib.fullname" . }}-test
  namespace: {{ .Release.Namespace }}
  labels:
    app.kubernetes.io/part-of: redoubt
    app.kubernetes.io/component: test
    app.kubernetes.io/instance: {{ .Release.Name | trunc 63 | trimSuffix "-" }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  restartPolicy: Never
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- include "redoubt-lib.pullSecrets" . | nindent 2 }}
  securityContext:
    {{- include "redoubt-lib.podSecurityContext" . | nindent 4 }}
  containers:
    - name: test
      image: {{ include "redoubt-lib.image" . }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      securityContext:
        {{- include "redoubt-lib.containerSecurityContext" . | nindent 8 }}
      command: [node, -e]
      args:
        - |
          const base = 'http://{{ include "redoubt-lib.fullname" . }}:9090';
          const ready = await fetch(base + '/readyz');
          console.log('readyz', ready.status, await ready.text());
          const metrics = await (await fetch(base + '/metrics')).text();
          const isShown = metrics.includes('redoubt_app_info');
          console.log('metrics', isShown);
          process.exit(ready.status === 200 && isShown ? 0 : 1);
      resources:
        requests:
          cpu: 50m
          memory: 64Mi
        limits:
          memory: 128Mi
{{- end }}
{{- end }}
