package dev.stela.tools.demo;

import dev.stela.EntityId;

/**
 * An entity that the demo has updated.
 *
 * @param key the class's module and name
 * @param id the entity's id
 * @param update what was done
 * @param before what it was like before
 * @param after what it should be like after
 */
record Updated(String key, EntityId id, Update update, State before, State after) {}
