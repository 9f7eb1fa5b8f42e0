# Builds Wavebook, and runs it as an ordinary user on a root file system that may be read-only: it writes to /data and /tmp.
FROM node:24.11.1-bookworm AS build
WORKDIR /wavebook
COPY package.json package-lock.json ./
# better-sqlite3 fetches a ready-made build, or compiles with the tools that this image has.
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/prepare.mjs --force && npm prune --omit=dev --no-audit --no-fund && rm -rf dist/test dist/scripts

FROM node:24.11.1-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 WAVEBOOK_DATA=/data
WORKDIR /wavebook
COPY --from=build /wavebook/package.json ./
COPY --from=build /wavebook/node_modules ./node_modules
COPY --from=build /wavebook/dist ./dist
COPY --from=build /wavebook/schema ./schema
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/bin/wavebook.js"]
CMD ["start"]
