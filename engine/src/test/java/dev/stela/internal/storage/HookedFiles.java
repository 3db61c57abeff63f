package dev.stela.internal.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/** The real file system, with something done before each operation that changes it. Any thread. */
public final class HookedFiles {
  private static final Set<String> CHANGES =
      Set.of(
          "open",
          "rename",
          "delete",
          "syncDirectory",
          "createDirectory",
          "link",
          "write",
          "sync",
          "truncate");

  private HookedFiles() {}

  /** Returns a file system that does something before each change. */
  public static FileOps before(Runnable hook) {
    return hooked(FileOps.class, new SystemFiles(), hook);
  }

  private static <T> T hooked(Class<T> type, T target, Runnable hook) {
    Object proxy =
        Proxy.newProxyInstance(
            HookedFiles.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> invoke(target, method, arguments, hook));
    return type.cast(proxy);
  }

  private static Object invoke(Object target, Method method, Object[] arguments, Runnable hook)
      throws Throwable {
    if (CHANGES.contains(method.getName())) {
      hook.run();
    }
    try {
      Object result = method.invoke(target, arguments);
      return result instanceof StoreFile file ? hooked(StoreFile.class, file, hook) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
