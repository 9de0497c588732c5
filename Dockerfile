# The booth as an image: built in one stage, run in another by a user without rights on a tree it cannot write.
FROM node:24.11.1-bookworm-slim AS packages
WORKDIR /booth
COPY package.json package-lock.json .npmrc ./
# The image brings its own Node 24, so the packages that carry one are left out.
RUN npm ci --omit=dev --omit=optional

FROM node:24.11.1-bookworm-slim
ENV NODE_ENV=production \
    DATA_DIR=/data \
    EVENT_FILE=/booth/events/pycon.yaml \
    OTEL_ELASTICSEARCH_ENABLED=false
WORKDIR /booth
COPY --from=packages /booth/node_modules ./node_modules
COPY package.json ./
COPY events ./events
COPY locales ./locales
COPY public ./public
COPY views ./views
COPY src ./src
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# No curl in the image: Node asks the booth itself.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "require('node:http').get('http://127.0.0.1:'+(process.env.PORT||3000)+'/readyz',r=>process.exit(r.statusCode===200?0:1)).on('error',()=>process.exit(1))"]
CMD ["node", "--max-old-space-size=512", "--max-semi-space-size=16", "--report-exclude-env", "--disable-warning=ExperimentalWarning", "src/main.ts", "start"]
