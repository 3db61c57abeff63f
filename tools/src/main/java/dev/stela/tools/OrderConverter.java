package dev.stela.tools;

import dev.stela.Order;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the order of results. */
final class OrderConverter implements ITypeConverter<Order> {
  private static final String VALUE = "value:";
  private static final String NUMBER = "number:";

  @Override
  public Order convert(String text) {
    if (text.startsWith(VALUE)) {
      return Order.value(text.substring(VALUE.length()));
    }
    if (text.startsWith(NUMBER)) {
      return Order.number(text.substring(NUMBER.length()));
    }
    return switch (text) {
      case "created" -> Order.created();
      case "updated" -> Order.updated();
      case "id" -> Order.id();
      case "tags" -> Order.tagCount();
      default ->
          throw new TypeConversionException(
              "'" + text + "' is none of created, updated, id, tags, value:NS, number:NS");
    };
  }
}
