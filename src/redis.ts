export {
  type RedisStoreOptions,
  redisStore,
} from "./stores/redis/open-store.ts";
