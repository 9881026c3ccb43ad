// Spreads a store over the shards of a cluster. Run it once, before or after the first start:
//
//   SOJOURN_DATABASE=sojourn mongosh "mongodb://router.example/" --file shard.js
//
// All of a person lies on one shard, so every read and every commit of the service goes to one shard. `globals` and
// `erasures` are small and stay on the primary shard.
const name = process.env.SOJOURN_DATABASE || 'sojourn';
sh.enableSharding(name);
for (const collection of ['heads', 'blocks', 'documents', 'pages']) {
  sh.shardCollection(`${name}.${collection}`, { person: 'hashed' });
}

// Documents that were taken back keep late arrivals out. No network is late by a month.
db.getSiblingDB(name).globals.createIndex({ removed: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });
