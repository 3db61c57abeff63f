package dev.stela.model;

import java.lang.reflect.Proxy;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Agrona buffers over arrays that need no JVM flag, as Agrona's own do: they do what the engine
 * uses, and nothing else.
 */
public final class Buffers {
  private Buffers() {}

  /** A buffer for reading. */
  public static DirectBuffer reading(byte[] bytes) {
    return (DirectBuffer)
        Proxy.newProxyInstance(
            Buffers.class.getClassLoader(),
            new Class<?>[] {DirectBuffer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "capacity" -> bytes.length;
                  case "boundsCheck" -> {
                    java.util.Objects.checkFromIndexSize(
                        (int) arguments[0], (int) arguments[1], bytes.length);
                    yield null;
                  }
                  case "getBytes" -> {
                    byte[] target = (byte[]) arguments[1];
                    int offset = arguments.length > 2 ? (int) arguments[2] : 0;
                    int length = arguments.length > 2 ? (int) arguments[3] : target.length;
                    System.arraycopy(bytes, (int) arguments[0], target, offset, length);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }

  /** A buffer for writing; it shows its array or not. */
  public static MutableDirectBuffer writing(byte[] bytes, boolean showsArray) {
    return (MutableDirectBuffer)
        Proxy.newProxyInstance(
            Buffers.class.getClassLoader(),
            new Class<?>[] {MutableDirectBuffer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "capacity" -> bytes.length;
                  case "isExpandable" -> false;
                  case "byteArray" -> showsArray ? bytes : null;
                  case "wrapAdjustment" -> 0;
                  case "putBytes" -> {
                    System.arraycopy(
                        (byte[]) arguments[1],
                        (int) arguments[2],
                        bytes,
                        (int) arguments[0],
                        (int) arguments[3]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }
}
